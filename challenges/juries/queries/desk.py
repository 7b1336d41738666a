"""The jury at work: how far it has come, and what lies before one juror."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from challenges.juries.models import Conflict, Judging, Juror, JuryRound, Mark, Note, RingPlace
from challenges.juries.rules import MOST_STARS
from challenges.qdefis.models import Entry, EntryState, JuryMethod
from challenges.qdefis.queries import Card
from challenges.qdefis.queries.entries import cards_of


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come: marks given of those that the jury can give, and entries that enough have judged."""

    n: int
    method: str
    method_label: str
    keeps: int
    marks: int
    wanted: int
    entries: int
    enough: int
    is_over: bool

    @property
    def percent(self) -> int:
        return min(100, 100 * self.marks // self.wanted) if self.wanted else 0


@dataclass(frozen=True, slots=True)
class Case:
    """An entry before a juror: what they gave it and noted, and whether they have to leave it to others."""

    card: Card
    mark: int | None
    note: str
    is_own: bool
    has_conflict: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """A juror's desk: the open round, a page of its entries in their own order, how many are left to them."""

    rounds: tuple[Progress, ...]
    cases: tuple[Case, ...]
    given: int
    left: int
    cursor: str
    closes_at: datetime

    @property
    def is_yes_no(self) -> bool:
        return self.rounds[-1].method == JuryMethod.YES_NO

    @property
    def stars(self) -> range:
        return range(1, MOST_STARS + 1)


def progress_of(judging: Judging) -> list[Progress]:
    """The rounds of a jury, in their order; five queries and one more a round."""
    rounds = list(judging.rounds.order_by("n"))
    if not rounds:
        return []
    members = dict(Juror.objects.sitting().filter(judging=judging).values_list("pk", "member_id"))
    authors = dict(_standing(judging).values_list("entry_id", "entry__author_id"))
    away = set(Conflict.objects.filter(juror__in=members).values_list("juror_id", "entry_id"))
    away |= {
        (juror, entry) for juror, member in members.items() for entry, author in authors.items() if author == member
    }
    return [_progress(row, judging.qdefi.quorum, len(members), set(authors), away) for row in rounds]


def desk_for(judging: Judging, juror: Juror, start: int, after: int, limit: int) -> Desk | None:
    """What lies before a juror in the open round, read from their own start; None when no round is open."""
    rounds = progress_of(judging)
    row = judging.rounds.filter(closed_at=None).first()
    if row is None:
        return None
    ring = list(_standing(judging).order_by("n").values_list("n", "entry_id"))
    field = [(n, entry) for n, entry in ring if row.field is None or entry in row.field]
    turned = [entry for n, entry in field if n >= start] + [entry for n, entry in field if n < start]
    page = turned[after : after + limit]
    marks = dict(Mark.objects.filter(round=row, juror=juror).values_list("entry_id", "mark"))
    away = set(Conflict.objects.filter(juror=juror).values_list("entry_id", flat=True))
    own = set(Entry.objects.filter(pk__in=turned, author=juror.member_id).values_list("pk", flat=True))
    return Desk(
        rounds=tuple(rounds),
        cases=_cases(judging, juror, page, marks, away),
        given=len(marks.keys() & set(turned)),
        left=len(set(turned) - marks.keys() - away - own),
        cursor=str(after + limit) if len(turned) > after + limit else "",
        closes_at=judging.qdefi.results_at,
    )


def _cases(
    judging: Judging, juror: Juror, page: Sequence[int], marks: dict[int, int], away: set[int]
) -> tuple[Case, ...]:
    found = {row.pk: row for row in Entry.objects.filter(pk__in=page).select_related("author")}
    notes = dict(Note.objects.filter(juror=juror, entry__in=page).values_list("entry_id", "text"))
    cards: list[Card] = cards_of(judging.qdefi, [found[pk] for pk in page if pk in found], juror.member)
    return tuple(Case(card, marks.get(card.pk), notes.get(card.pk, ""), card.is_own, card.pk in away) for card in cards)


def _progress(row: JuryRound, quorum: int, jurors: int, standing: set[int], away: set[tuple[int, int]]) -> Progress:
    field = standing if row.field is None else standing & set(row.field)
    counts: Any = Mark.objects.filter(round=row, entry__in=field).values_list("entry_id").annotate(Count("pk"))
    marks = dict(counts)
    return Progress(
        n=row.n,
        method=row.method,
        method_label=str(JuryMethod(row.method).label),
        keeps=row.keeps,
        marks=sum(marks.values()),
        wanted=jurors * len(field) - sum(entry in field for _juror, entry in away),
        entries=len(field),
        enough=sum(count >= quorum for count in marks.values()),
        is_over=row.closed_at is not None,
    )


def _standing(judging: Judging) -> Any:
    return RingPlace.objects.filter(judging=judging, entry__state=EntryState.SUBMITTED)
