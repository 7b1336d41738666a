"""How many have voted, and what a member has marked. Nobody's marks but one's own are in any of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from challenges.juries.models import Judging, Juror, RollEntry
from challenges.juries.queries.roll import paper_of
from challenges.juries.rules import MOST_STARS
from challenges.qdefis.models import Entry, Phase, VoteMethod
from community.members.models import Member


@dataclass(frozen=True, slots=True)
class Turnout:
    """How a vote stands, and for the viewer whether they may vote (`why` not, else) and how much they have marked."""

    topic: str
    is_open: bool
    voted: int
    eligible: int
    closes_at: datetime | None
    has_stars: bool
    may_vote: bool
    why: str
    given: int
    receipt: str

    @property
    def percent(self) -> int:
        return 100 * self.voted // self.eligible if self.eligible else 0


@dataclass(frozen=True, slots=True)
class Marking:
    """What a member can give an entry, and what they gave; None: nothing."""

    code: str
    title: str
    url: str
    has_stars: bool
    mark: int | None

    @property
    def stars(self) -> range:
        return range(1, MOST_STARS + 1)


def turnout_for(viewer: Any, judging: Judging, now: datetime) -> Turnout:
    """The turnout of a judging; four queries for a member while it is open, none for a visitor."""
    qdefi = judging.qdefi
    is_open = judging.takes_votes and qdefi.phase(now) == Phase.VOTES
    why = _why_not(viewer, judging) if is_open else ""
    paper = paper_of(judging, viewer.pk) if is_open and not why else None
    return Turnout(
        topic=qdefi.topic,
        is_open=is_open,
        voted=judging.voted,
        eligible=judging.eligible or 0,
        closes_at=qdefi.votes_close_at,
        has_stars=qdefi.vote_method == VoteMethod.STARS,
        may_vote=is_open and not why,
        why=why,
        given=len(paper.choice) if paper else 0,
        receipt=paper.receipt if paper else "",
    )


def markings_for(viewer: Any, judging: Judging, entries: Collection[int], now: datetime) -> dict[int, Marking]:
    """What a member can give these entries, their own aside; five queries, however many there are."""
    qdefi = judging.qdefi
    if not judging.takes_votes or qdefi.phase(now) != Phase.VOTES or _why_not(viewer, judging):
        return {}
    paper = paper_of(judging, viewer.pk)
    given = paper.choice if paper else {}
    rows = Entry.objects.standing().filter(pk__in=entries).exclude(author=viewer).values_list("pk", "code", "title")
    return {
        pk: Marking(
            code=code,
            title=title,
            url=reverse("juries:vote", args=[qdefi.slug, code]),
            has_stars=qdefi.vote_method == VoteMethod.STARS,
            mark=given.get(str(pk)),
        )
        for pk, code, title in rows
    }


def _why_not(viewer: Any, judging: Judging) -> str:
    """ "visitor", "juror" or "roll": why somebody has no paper; "" for who has."""
    if not isinstance(viewer, Member):
        return "visitor"
    if Juror.objects.sitting().filter(judging=judging, member=viewer).exists():
        return "juror"
    return "" if RollEntry.objects.filter(judging=judging, member_id=viewer.pk).exists() else "roll"
