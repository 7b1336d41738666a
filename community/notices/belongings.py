"""What the notices put on a member's own page, and their pages in the navigation of the account."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.members.mine import Line, Place, register_mine
from community.members.models import Member
from community.members.pages import Section, register_page
from community.notices.models import Notice
from community.notices.queries import glance_of


def count_notices(member: Member) -> int:
    """How many notices a member's list has, read or not."""
    return Notice.objects.filter(member=member, is_listed=True).count()


def notices(member: Member, _after: Place | None, limit: int) -> Sequence[Line]:
    """The latest notices; one query, and what the kinds ask to know what may be seen."""
    return [
        Line(
            pk=line.pk,
            title=line.sentence,
            at=line.at,
            url=reverse("notices:notice", args=[line.pk]) if line.is_open else "",
            note="" if line.is_read else _("non lu"),
        )
        for line in glance_of(member).lines[:limit]
    ]


def register() -> None:
    """Tell `/moi/` and the navigation of the account what is here."""
    register_mine("avis", _("Avis"), count=count_notices, lines=notices, page="notices:notices")
    register_page(Section.NOTICES, "notices:notices", _("Avis reçus"), covers=("notices:read_all",), opens=True)
    register_page(Section.NOTICES, "notices:settings", _("Réglages"))
    register_page(Section.NOTICES, "notices:alerts", _("Alertes"))
