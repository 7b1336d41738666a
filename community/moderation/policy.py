"""How strict the house is today, as the actions and the screening read it."""

from community.moderation.models import Settings


def policy() -> Settings:
    """The one row of settings; the defaults as long as nobody touched them."""
    return Settings.objects.filter(pk=1).first() or Settings()
