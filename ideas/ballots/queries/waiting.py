"""What waits for a member's vote, and where they voted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from community.members.models import Member
from ideas.ballots.models import Ballot, BallotQuerySet, Participation, RollEntry, Vote
from ideas.ballots.places import places_of
from ideas.ballots.secrecy import voter_name
from realtime import clock


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open ballot with papers of the member's that nobody has filled in yet."""

    pk: int
    question: str
    language: str
    closes_at: datetime
    papers: int
    url: str


def waiting_for(viewer: Any, now: datetime | None = None) -> tuple[Waiting, ...]:
    """The open ballots that wait for this viewer, the next to close first: two queries, however many there are."""
    if not isinstance(viewer, Member):
        return ()
    entries = _unsealed(viewer).filter(ballot__in=Ballot.objects.open(now or clock.now()))
    names = _names(viewer, entries)
    cast = set(Vote.objects.filter(voter__in=names).values_list("voter", flat=True)) if names else set()
    left = [ballot for name, ballot in names.items() if name not in cast]
    places = places_of(set(left))
    return tuple(
        Waiting(
            pk=entry.ballot_id,
            question=entry.ballot.question,
            language=entry.ballot.language,
            closes_at=entry.ballot.closes_at,
            papers=left.count(entry.ballot_id),
            url=places.get(entry.ballot_id) or entry.ballot.get_absolute_url(),
        )
        for entry in entries
        if entry.ballot_id in left
    )


def voted_by(member: Member) -> BallotQuerySet:
    """The ballots a member took part in: sealed ones by their rows, the others by the names of their votes."""
    names = list(_names(member, _unsealed(member)))
    sealed = Participation.objects.filter(ballot=OuterRef("pk"), member=member)
    counted = Vote.objects.filter(ballot=OuterRef("pk"), voter__in=names)
    return Ballot.objects.public().filter(Exists(sealed) | Exists(counted))


def _unsealed(member: Member) -> QuerySet[RollEntry]:
    """A member's entries on rolls of ballots that still have their key."""
    entries = RollEntry.objects.filter(member=member, ballot__key__isnull=False).select_related("ballot__key")
    return entries.order_by("ballot__closes_at", "ballot_id")


def _names(member: Member, entries: Iterable[RollEntry]) -> dict[str, int]:
    """The names on all of a member's papers, and the ballot of each."""
    return {
        voter_name(entry.ballot.key.secret, member.pk, paper): entry.ballot_id
        for entry in entries
        for paper in range(1, entry.papers + 1)
    }
