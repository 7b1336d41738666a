"""What members are asked a yes for here: standing in the credits of what they took part in."""

from django.utils.translation import gettext_lazy as _

from community.members.consents import Purpose
from community.members.models import Member

CREDITS = "credits"


def _follow(member: Member, is_given: bool) -> None:  # noqa: FBT001 -- as a purpose calls it
    """Nothing to do: the credits ask for the yes each time they are shown."""


PURPOSE = Purpose(
    name=CREDITS,
    label=_("Le générique des créations"),
    sentence=_(
        "Mon nom figure au générique des créations auxquelles j’ai pris part, que tout le monde peut lire. "
        "Il ne dit jamais comment j’ai voté."
    ),
    version=1,
    follow=_follow,
)
