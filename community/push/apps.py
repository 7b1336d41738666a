from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PushConfig(AppConfig):
    name = "community.push"
    label = "push"
    verbose_name = _("appareils")

    def ready(self) -> None:
        """Offer the channel and its card, and say what is kept of members."""
        from community.notices.channels import register_channel
        from community.notices.health import register_health
        from community.notices.kinds import PUSH
        from community.push import checks, personal  # noqa: F401 -- registers the checks
        from community.push.channel import CHANNEL  # models are there only now
        from community.push.health import push_card

        personal.register()
        register_channel(CHANNEL)
        register_health(PUSH, push_card)
