"""One round of a drop's queue, decided in memory while the drop's row is locked.

A round lets lapse what is due, lets in who asks, and serves who waits, in the order of places. It reads nothing and
writes nothing; `actions.settlement` brings the facts and keeps what the round decided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from drops import chain
from drops.models import Claim, Drop, Phase
from drops.rules import Claimant, ClaimRefused, may_know, refusal
from realtime.clock import to_ms

WAITING, ALLOCATED = Claim.Status.WAITING.value, Claim.Status.ALLOCATED.value
LAPSED, WITHDRAWN = Claim.Status.LAPSED.value, Claim.Status.WITHDRAWN.value


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """A member asks for pieces. `key` is 32 hex characters, and the member's ticket in the chain."""

    code: str
    member_id: int
    quantity: int
    key: str


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What became of a claim, as of its transaction."""

    code: str
    status: str
    place: int
    quantity: int  # offered or ordered; asked for, while it waits
    hold_until: datetime | None
    receipt: str

    @property
    def payload(self) -> dict[str, Any]:
        """The keys of `claimed` without op and id, as in docs/protocol.md."""
        return {
            "drop": self.code,
            "status": self.status,
            "place": self.place,
            "quantity": self.quantity,
            "hold_until": None if self.hold_until is None else to_ms(self.hold_until),
            "receipt": self.receipt,
        }


class AnyClaim(Protocol):
    """A claim's row, a view of it, or an entry of a round."""

    @property
    def status(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def quantity(self) -> int: ...
    @property
    def granted(self) -> int: ...
    @property
    def key(self) -> str: ...


def answer_of(code: str, claim: AnyClaim, hold_until: datetime | None = None) -> ClaimAnswer:
    """What a member is told of a claim; `hold_until` counts only while it holds pieces."""
    return ClaimAnswer(
        code=code,
        status=str(claim.status),
        place=claim.place,
        quantity=claim.granted or claim.quantity,
        hold_until=hold_until if claim.status == ALLOCATED else None,
        receipt=claim.key,
    )


@dataclass(slots=True)
class Entry:
    """A claim as a round moves it; `id` is None until it is written."""

    id: int | None
    member_id: int
    place: int
    key: str
    quantity: int
    granted: int = 0
    status: str = WAITING
    entered_at: datetime | None = None
    earlier_place: int | None = None
    earlier_key: str | None = None
    until: datetime | None = None  # of its holds, if it has any

    @property
    def may_enter_again(self) -> bool:
        return self.status in {LAPSED, WITHDRAWN} and self.earlier_place is None

    def answer(self, code: str) -> ClaimAnswer:
        return answer_of(code, self, self.until)


@dataclass(frozen=True, slots=True)
class DueHold:
    """A hold that ran out, still marked as live."""

    id: int
    piece_id: int
    number: int
    claim_id: int


@dataclass(frozen=True, slots=True)
class Grant:
    """A piece set aside for an entry."""

    entry: Entry
    piece_id: int
    slot: int


@dataclass(slots=True)
class Round:
    """The facts of one locked drop, and what is decided about them.

    `known` are the claims of those who ask and those with a due hold, `waiting` the first who wait (at least as many
    as there are pieces to give), `free` the pieces without a hold as (number, id).
    """

    drop: Drop
    now: datetime
    hold: timedelta
    due: Sequence[DueHold] = ()
    waiting: Sequence[Entry] = ()
    known: Iterable[Entry] = ()
    free: list[tuple[int, int]] = field(default_factory=list)

    changed: dict[int, Entry] = field(default_factory=dict, init=False)  # by place, in the order of the changes
    grants: list[Grant] = field(default_factory=list, init=False)
    _by_member: dict[int, Entry] = field(default_factory=dict, init=False)
    _queue: list[Entry] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._by_member = {entry.member_id: entry for entry in self.known}
        self._queue = list(self.waiting)

    def lapse(self) -> None:
        """End the holds that ran out; their pieces are free again."""
        claims = {entry.id: entry for entry in self._by_member.values()}
        for hold in self.due:
            entry = claims[hold.claim_id]
            entry.status, entry.granted, entry.until = LAPSED, 0, None
            self._changed(entry)
            self.free.append((hold.number, hold.piece_id))
        self.free.sort()

    def enter(self, request: ClaimRequest, claimant: Claimant) -> Entry:
        """Give the request the next place, or find the claim it repeats; raises `ClaimRefused`."""
        known = self._by_member.get(claimant.id)
        if known and request.key in {known.key, known.earlier_key}:
            return self._repeated(known, request)
        if not may_know(self.drop, claimant, self.now):
            raise ClaimRefused("unknown_topic")
        if known and not known.may_enter_again:
            raise ClaimRefused("already_claimed")
        if code := refusal(self.drop, claimant, request.quantity, self.now):
            raise ClaimRefused(code)
        return self._enter_again(known, request) if known else self._enter_first(request, claimant)

    def serve(self) -> None:
        """Offer the free pieces in the order of places; a claim for more than is left is offered what is left."""
        if self.drop.phase(self.now) != Phase.OPEN or self.drop.is_paused:
            return
        for entry in self._queue:
            if not self.free:
                break
            given, self.free = self.free[: entry.quantity], self.free[entry.quantity :]
            entry.status, entry.granted, entry.until = ALLOCATED, len(given), self.now + self.hold
            self.grants += [Grant(entry, piece_id, slot) for slot, (_, piece_id) in enumerate(given, start=1)]
            self._changed(entry)

    def claim_of(self, member_id: int) -> ClaimAnswer:
        """The claim of a member who has one, as the round leaves it."""
        return self._by_member[member_id].answer(self.drop.code)

    def _repeated(self, entry: Entry, request: ClaimRequest) -> Entry:
        if request.key == entry.key and request.quantity != entry.quantity:
            raise ClaimRefused("key_reused")
        return entry

    def _enter_first(self, request: ClaimRequest, claimant: Claimant) -> Entry:
        entry = Entry(None, claimant.id, 0, request.key, request.quantity)
        self.drop.claimants += 1
        self._by_member[claimant.id] = entry
        return self._take_place(entry)

    def _enter_again(self, entry: Entry, request: ClaimRequest) -> Entry:
        self.changed.pop(entry.place, None)
        entry.earlier_place, entry.earlier_key = entry.place, entry.key
        entry.key, entry.quantity = request.key, request.quantity
        entry.status, entry.granted, entry.until = WAITING, 0, None
        return self._take_place(entry)

    def _take_place(self, entry: Entry) -> Entry:
        """The next place of the drop, and the next link of its chain."""
        self.drop.places += 1
        entry.place, entry.entered_at = self.drop.places, self.now
        self.drop.head = chain.next_head(self.drop.head, chain.leaf(self.drop.code, entry.place, entry.key))
        self._queue.append(entry)
        self._changed(entry)
        return entry

    def _changed(self, entry: Entry) -> None:
        self.changed[entry.place] = entry
