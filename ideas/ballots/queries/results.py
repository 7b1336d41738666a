"""What came of a ballot, step by step, as it is plotted and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count

from ideas.ballots.models import Ballot, Method, Participation
from ideas.ballots.tally import reaches_quorum


@dataclass(frozen=True, slots=True)
class Bar:
    """An option in a round. `share` is a part of the plot's width in per cent; a count of None: it is out."""

    option: int
    label: str
    count: int | None
    share: float
    wins: bool
    goes: bool


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round: how many papers still count, how many are more than half of them, and the bars."""

    number: int
    counting: int
    majority: int
    bars: tuple[Bar, ...]

    @property
    def leaving(self) -> str:
        """The label of the option that goes after this round, if one does."""
        return next((bar.label for bar in self.bars if bar.goes), "")


@dataclass(frozen=True, slots=True)
class Day:
    """How many papers are of one day, and its bar: ten steps wide with its gap, a hundred high at most."""

    day: date
    papers: int
    x: int
    share: float

    @property
    def y(self) -> float:
        return round(100 - self.share, 2)


@dataclass(frozen=True, slots=True)
class Result:
    """The whole result of a sealed ballot. Without a winner: too few papers, or none at all."""

    method: str
    rounds: tuple[RoundView, ...]
    winners: tuple[str, ...]
    has_quorum: bool
    days: tuple[Day, ...]

    @property
    def is_ranked(self) -> bool:
        return self.method == Method.RANKED

    @property
    def table(self) -> list[tuple[str, list[int | None]]]:
        """The same figures by option: one for each round, None once it is out."""
        rows = zip(*(round_.bars for round_ in self.rounds), strict=True)
        return [(bars[0].label, [bar.count for bar in bars]) for bars in rows]

    @property
    def days_width(self) -> int:
        """How wide the plot of days is, in its own steps; a single day is no wall."""
        return max(70, self.days[-1].x + 10) if self.days else 0

    @property
    def counts_points(self) -> bool:
        """Are these points of scores rather than papers?"""
        return self.method == Method.SCORE


def result_of(ballot: Ballot, labels: Mapping[int, str]) -> Result | None:
    """The result of a sealed ballot, whose options have these labels; None before. One query."""
    if ballot.outcome is None:
        return None
    rounds = [{int(option): count for option, count in counts.items()} for counts in ballot.outcome["rounds"]]
    winners = set(ballot.outcome["winners"])
    order = _standing(rounds, ballot.tie_order or [])
    return Result(
        method=ballot.method,
        rounds=_rounds(ballot, rounds, order, labels, winners),
        winners=tuple(labels[option] for option in order if option in winners),
        has_quorum=reaches_quorum(voted=ballot.voted, eligible=ballot.eligible or 0, percent=ballot.quorum_percent),
        days=_days(ballot),
    )


def _standing(rounds: Sequence[Mapping[int, int]], tie_order: Sequence[int]) -> list[int]:
    """The options as they stand at the end: who lasted longer first, then who had more, then by the order of ties."""
    lasted = {option: number for number, counts in enumerate(rounds) for option in counts}
    return sorted(
        lasted, key=lambda option: (-lasted[option], -rounds[lasted[option]][option], tie_order.index(option))
    )


def _rounds(
    ballot: Ballot,
    rounds: Sequence[Mapping[int, int]],
    order: Sequence[int],
    labels: Mapping[int, str],
    winners: set[int],
) -> tuple[RoundView, ...]:
    """Every round with the options in one order, so that the eye can follow each of them down."""
    is_ranked = ballot.method == Method.RANKED
    followed_by = [after for _before, after in pairwise([*rounds, None])]
    views = []
    for number, (counts, after) in enumerate(zip(rounds, followed_by, strict=True), 1):
        counting = sum(counts.values()) if is_ranked else ballot.voted
        whole = counting if is_ranked else max(counts.values())
        bars = tuple(
            Bar(
                option=option,
                label=labels[option],
                count=counts.get(option),
                share=round(100 * counts.get(option, 0) / whole, 2) if whole else 0.0,
                wins=after is None and option in winners,
                goes=after is not None and option in counts and option not in after,
            )
            for option in order
        )
        views.append(RoundView(number, counting, counting // 2 + 1, bars))
    return tuple(views)


def _days(ballot: Ballot) -> tuple[Day, ...]:
    """How many papers are of which day."""
    rows: list[Any] = list(
        Participation.objects.filter(ballot=ballot).values("day").annotate(papers=Count("paper")).order_by("day")
    )
    if not rows:
        return ()
    most, first = max(row["papers"] for row in rows), rows[0]["day"]
    return tuple(
        Day(row["day"], row["papers"], 10 * (row["day"] - first).days, round(100 * row["papers"] / most, 2))
        for row in rows
    )
