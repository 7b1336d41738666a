"""What ballots put on a member's own page: those they took part in, never how."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.members.mine import Line, Place, latest, register_mine
from community.members.models import Member
from ideas.ballots.models import Ballot, Phase
from ideas.ballots.queries.waiting import voted_by
from realtime import clock

NOTES: dict[Phase, str | Promise] = {
    Phase.OPEN: _("compté, ouvert encore"),
    Phase.CLOSED: _("compté, dépouillement en cours"),
    Phase.SEALED: _("compté et dépouillé"),
}


def count_votes(member: Member) -> int:
    """In how many ballots a member took part."""
    return voted_by(member).count()


def votes(member: Member, after: Place | None, limit: int) -> Sequence[Line]:
    """The ballots a member took part in, the latest to open first; two queries."""
    now = clock.now()
    return [_line(ballot, now) for ballot in latest(voted_by(member), after, limit, by="opens_at")]


def _line(ballot: Ballot, now: datetime) -> Line:
    return Line(
        pk=ballot.pk,
        title=ballot.question,
        at=ballot.opens_at,
        url=ballot.get_absolute_url(),
        note=NOTES.get(ballot.phase(now), ""),
        language=ballot.language,
    )


def register() -> None:
    """Tell `/moi/` what is here."""
    register_mine("scrutins", _("Scrutins"), count=count_votes, lines=votes)
