"""What came of a Qdéfi, as it is shown and as it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.formats import localize

from challenges.juries.models import Judging, Published
from challenges.juries.queries.facts import THOUSANDTHS
from challenges.qdefis.models import Entry, Kind
from challenges.qdefis.queries import Card
from challenges.qdefis.queries.entries import cards_of

ON_PODIUM, IN_PLOT, IN_TABLE = 3, 10, 100


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with its place. `share` is a part of the plot's width in per cent; the figures are written out."""

    place: int | None
    card: Card
    share: float
    score: str
    community: str
    jury: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result: the podium, the first in a plot and in a table. Without a winner there is no podium."""

    kind: str
    podium: tuple[Placed, ...]
    rows: tuple[Placed, ...]
    entries: int
    voted: int
    eligible: int
    has_votes: bool
    has_jury: bool
    digest: str
    slug: str

    @property
    def plot(self) -> tuple[Placed, ...]:
        """The first in a plot; a guess is near or far, not high."""
        if self.kind == Kind.GUESS:
            return ()
        return tuple(row for row in self.rows if row.place is not None)[:IN_PLOT]


def published_bytes(judging: Judging) -> bytes | None:
    """The published result, whose SHA-256 is `judging.digest`; None before, also while it is kept back."""
    if not judging.digest:
        return None
    text = Published.objects.filter(judging=judging).values_list("text", flat=True).first()
    return None if text is None else text.encode()


def result_view(judging: Judging, viewer: Any) -> ResultView | None:
    """The result of a settled judging, None before; three queries. Who is hidden since then keeps the place unseen."""
    if (outcome := judging.outcome) is None:
        return None
    qdefi, places = judging.qdefi, outcome["places"]
    codes = sorted(outcome["draw"], key=lambda code: (places[code] is None, places[code] or 0))[:IN_TABLE]
    found = {row.code: row for row in qdefi.entries.standing().filter(code__in=codes).select_related("author")}
    cards = cards_of(qdefi, [found[code] for code in codes if code in found], viewer)
    best = max((Fraction(*score) for score in outcome["scores"].values() if score), default=Fraction(0))
    rows = tuple(_placed(qdefi.kind, outcome, card, best) for card in cards)
    return ResultView(
        kind=qdefi.kind,
        podium=tuple(row for row in rows if row.place is not None and row.place <= ON_PODIUM),
        rows=rows,
        entries=len(places),
        voted=judging.voted,
        eligible=judging.eligible or 0,
        has_votes="community" in outcome["tallies"],
        has_jury="jury" in outcome["tallies"],
        digest=judging.digest,
        slug=qdefi.slug,
    )


def winners_of(judging: Judging) -> list[Entry]:
    """The entries that won and stand still, in the order drawn; one query. For parts above, which honour them."""
    codes = (judging.outcome or {}).get("winners", [])
    rows = Entry.objects.standing().filter(qdefi=judging.qdefi_id, code__in=codes).select_related("author")
    return sorted(rows, key=lambda row: codes.index(row.code))


def _placed(kind: str, outcome: Mapping[str, Any], card: Card, best: Fraction) -> Placed:
    pair = outcome["scores"][card.code]
    score = Fraction(*pair) if pair else None
    share = 0.0 if score is None or best <= 0 else round(float(100 * score / best), 2)
    tallies = outcome["tallies"]
    return Placed(
        place=outcome["places"][card.code],
        card=card,
        share=share,
        score=_score(kind, score),
        community=_figure(tallies.get("community", {}).get(card.code)),
        jury=_figure(tallies.get("jury", {}).get(card.code)),
    )


def _score(kind: str, score: Fraction | None) -> str:
    """Points of a hundred; of a quiz the right answers; of a guess how far away it was."""
    if score is None:
        return ""
    if kind == Kind.QUIZ:
        return str(score)
    if kind == Kind.GUESS:
        return str(localize((Decimal(-score.numerator) / THOUSANDTHS).normalize() + 0))
    return _written(100 * score)


def _figure(pair: list[int] | None) -> str:
    return _written(Fraction(*pair)) if pair else ""


def _written(value: Fraction) -> str:
    """With two places where it has some."""
    return (
        str(value) if value.denominator == 1 else str(localize(round(Decimal(value.numerator) / value.denominator, 2)))
    )
