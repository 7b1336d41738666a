"""What came of a rehearsal: what its players saw, and what the database says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from drops.models import Claim, Drop, Hold

KEPT = (Hold.State.LIVE, Hold.State.ORDERED)


@dataclass
class Tally:
    """Counted by the players while they play."""

    connected: int = 0  # right now
    sockets: int = 0  # opened in all
    frames: int = 0
    sent: int = 0  # claims, not counting a second click
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)  # handle -> place, receipt
    waits: list[float] = field(default_factory=list)  # seconds from a claim to its answer
    contradictions: int = 0  # a second answer that differs from the first
    refusals: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)  # lost connections, pages that answered with an error
    stock: dict[str, Any] = field(default_factory=dict)  # of the latest frame
    stock_at: tuple[int, int] = (0, 0)  # its seq and now

    @property
    def unanswered(self) -> int:
        return self.sent - len(self.answers) - self.refusals.total()

    def see(self, frame: dict[str, Any]) -> None:
        """Keep the latest state of the drop, as docs/protocol.md says."""
        at = (frame["seq"], frame["now"])
        if at > self.stock_at:
            self.stock, self.stock_at = frame["data"], at


def percentile(values: Sequence[float], percent: int) -> float:
    """By nearest rank; 0 for no values."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class Audit:
    """What the database says, whatever anybody saw."""

    total: int
    sold: int
    held: int
    claims: int
    gaps: int  # places missing from 1 to the last
    oversold: int  # pieces that somebody else has, too, or that do not exist

    @property
    def is_sound(self) -> bool:
        return not self.gaps and not self.oversold


def audit(drop: Drop) -> Audit:
    """Count anew, from the rows, what the counters of the drop claim."""
    drop.refresh_from_db()
    kept = Hold.objects.filter(drop=drop, state__in=KEPT)
    twice = kept.order_by().values("piece").annotate(number=Count("pk")).filter(number__gt=1)
    places = {
        place
        for row in Claim.objects.filter(drop=drop).values_list("place", "earlier_place")
        for place in row
        if place is not None
    }
    return Audit(
        total=drop.total,
        sold=kept.filter(state=Hold.State.ORDERED).count(),
        held=kept.filter(state=Hold.State.LIVE).count(),
        claims=Claim.objects.filter(drop=drop).count(),
        gaps=len(set(range(1, max(places, default=0) + 1)) - places),
        oversold=sum(row["number"] - 1 for row in twice) + max(0, kept.count() - drop.total),
    )


def summary(code: str, tally: Tally, found: Audit, players: int) -> list[str]:
    """The rehearsal in a few honest lines."""
    p50, p99 = (round(percentile(tally.waits, percent) * 1000) for percent in (50, 99))
    available = found.total - found.sold - found.held
    lines = [
        f"Rehearsal {code}",
        f"  players   {players}, by {tally.sockets} sockets; {tally.frames} frames received",
        f"  claims    {tally.sent} sent, {len(tally.answers)} answered, p50 {p50} ms, p99 {p99} ms",
        f"  queue     {found.claims} in it, {found.gaps} gaps",
        f"  pieces    {found.total}: {found.sold} sold, {found.held} held, {available} left; oversold {found.oversold}",
    ]
    for name, number in (("unanswered", tally.unanswered), ("contradicted", tally.contradictions)):
        if number:
            lines.append(f"  {name:9} {number}")
    lines += [f"  refused   {number} × {code}" for code, number in tally.refusals.most_common()]
    lines += [f"  failed    {number} × {what}" for what, number in tally.failures.most_common()]
    return lines
