"""What judgings put on a member's own page: the juries they sit in."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from challenges.juries.models import Juror
from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member


def count_juries(member: Member) -> int:
    """In how many juries a member sits or sat."""
    return Juror.objects.filter(member=member).count()


def juries(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """The juries a member is or was of, the latest first; one query."""
    rows = Juror.objects.filter(member=member).select_related("judging__qdefi")
    return [
        Line(
            pk=juror.pk,
            title=juror.judging.qdefi.title,
            at=juror.named_at,
            url=reverse("juries:jury", args=[juror.judging.qdefi.slug])
            if juror.left_at is None
            else juror.judging.qdefi.get_absolute_url(),
            note=_("juré") if juror.left_at is None else _("remplacé"),
            language=juror.judging.qdefi.language,
        )
        for juror in latest(rows, after, limit, by="named_at")
    ]


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("jurys", _("Jurys de Qdéfis"), count=count_juries, lines=juries)
