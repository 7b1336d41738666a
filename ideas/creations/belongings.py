"""What creations put on a member's own page: those they follow."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member
from ideas.ballots.queries import Waiting, waiting_for
from ideas.creations.models import CreationState, Following


def count_followed(member: Member) -> int:
    """How many creations a member follows."""
    return _followed(member).count()


def followed(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """The creations that a member follows, the latest choice first; one query."""
    return [
        Line(
            pk=row.pk,
            title=row.creation.title,
            at=row.at,
            url=row.creation.get_absolute_url(),
            language=row.creation.language,
        )
        for row in latest(_followed(member).select_related("creation"), after, limit)
    ]


def _followed(member: Member) -> QuerySet[Following]:
    return Following.objects.filter(member=member, follows=True, creation__state=CreationState.PUBLISHED)


def count_waiting(member: Member) -> int:
    """How many ballots wait for a member's vote."""
    return len(waiting_for(member))


def waiting(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """The ballots that wait for a member, all on the first page, the next to close first: there are never many."""
    return [] if after else [_waiting(each) for each in waiting_for(member)[:limit]]


def _waiting(each: Waiting) -> Line:
    note = _("attend ton vote")
    return Line(pk=each.pk, title=each.question, at=each.closes_at, url=each.url, note=note, language=each.language)


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("a-voter", _("Mon vote est attendu"), count=count_waiting, lines=waiting)
    register_mine("creations", _("Créations suivies"), count=count_followed, lines=followed)
