"""Sales of the past, played by the rules of today.

Claims, holds and orders of a real drop come from `actions`, by the database's clock. For hours that are over the same
`Round` decides, fed with the hours of then; its outcome is written in bulk, with the chain and the counters it made.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import transaction

from community.members.models import Member
from drops.chain import opening_head
from drops.models import Claim, Drop, Hold, Order, Piece
from drops.rounds import ClaimRequest, DueHold, Entry, Round
from drops.rules import Claimant

HOLD = timedelta(minutes=15)
NOTICE = timedelta(days=2)
LENGTH = timedelta(hours=2)


@dataclass(slots=True)
class Kept:
    """A piece set aside for an entry, and what became of it."""

    entry: Entry
    number: int  # of the piece
    slot: int
    until: datetime
    state: Hold.State = Hold.State.LIVE


@dataclass
class Sale:
    """A drop's opening hours, event by event. Pieces go by their numbers, entries by their first place."""

    drop: Drop
    chance: Random
    free: list[tuple[int, int]]
    entries: dict[int, Entry] = field(default_factory=dict)  # by member
    kept: list[Kept] = field(default_factory=list)
    ordered_at: dict[int, datetime] = field(default_factory=dict)  # by member
    _events: list[tuple[datetime, int, str, Member]] = field(default_factory=list)
    _serial: Iterator[int] = field(default_factory=count)

    def play(self, members: Sequence[Member], opens_at: datetime) -> None:
        """Let everybody come in their time, decide in theirs, until nothing is left to decide."""
        for member in members:
            self._plan(opens_at + self._reaction(), "claim", member)
        while self._events:
            moment, _, what, member = heapq.heappop(self._events)
            getattr(self, f"_{what}")(moment, member)

    def _reaction(self) -> timedelta:
        """A rush in the first minute, then a tail over the first hour."""
        hurried = self.chance.random() < 0.6
        seconds = self.chance.lognormvariate(2.2, 0.9) if hurried else self.chance.lognormvariate(6.4, 0.9)
        return timedelta(seconds=min(seconds, 6000), milliseconds=self.chance.randrange(1000))

    def _plan(self, moment: datetime, what: str, member: Member) -> None:
        heapq.heappush(self._events, (moment, next(self._serial), what, member))

    def _claim(self, moment: datetime, member: Member) -> None:
        key = f"{self.chance.getrandbits(128):032x}"
        claimant = Claimant(member.pk, member.email, in_team=False, confirmed=True, joined_at=member.date_joined)
        self._turn(moment, claimant, ClaimRequest(self.drop.code, member.pk, 1, key))

    def _confirm(self, moment: datetime, member: Member) -> None:
        entry = self.entries[member.pk]
        entry.status = Claim.Status.ORDERED
        self.drop.sold += entry.granted
        self.ordered_at[member.pk] = moment
        self._end(entry, Hold.State.ORDERED)

    def _withdraw(self, moment: datetime, member: Member) -> None:
        entry = self.entries[member.pk]
        entry.status, entry.granted = Claim.Status.WITHDRAWN, 0
        self._end(entry, Hold.State.RELEASED)
        self._turn(moment)

    def _forget(self, moment: datetime, _: Member) -> None:
        """A hold ran out, and somebody's request finds it."""
        self._turn(moment)

    def _end(self, entry: Entry, state: Hold.State) -> None:
        for kept in self.kept:
            if kept.entry is entry and kept.state == Hold.State.LIVE:
                kept.state = state
                if state != Hold.State.ORDERED:
                    self.free.append((kept.number, kept.number))
        self.free.sort()

    def _turn(self, moment: datetime, claimant: Claimant | None = None, request: ClaimRequest | None = None) -> None:
        """One round of the queue at a moment."""
        due = [kept for kept in self.kept if kept.state == Hold.State.LIVE and kept.until <= moment]
        turn = Round(
            drop=self.drop,
            now=moment,
            hold=HOLD,
            due=[DueHold(kept.number, kept.number, kept.number, kept.entry.id or 0) for kept in due],
            waiting=[entry for entry in self.entries.values() if entry.status == Claim.Status.WAITING],
            known=self.entries.values(),
            free=self.free,
        )
        turn.lapse()
        for kept in due:
            kept.state = Hold.State.LAPSED
        if claimant and request:
            entry = turn.enter(request, claimant)
            entry.id = entry.place
            self.entries[entry.member_id] = entry
        turn.serve()
        self.free = turn.free
        for grant in turn.grants:
            self.kept.append(Kept(grant.entry, grant.piece_id, grant.slot, moment + HOLD))
            self._decide(moment, grant.entry)

    def _decide(self, moment: datetime, entry: Entry) -> None:
        """Most pay within minutes, some think better of it, a few fall asleep."""
        member = Member(pk=entry.member_id)
        mood = self.chance.random()
        if mood < 0.84:
            self._plan(moment + timedelta(seconds=self.chance.uniform(35, 600)), "confirm", member)
        elif mood < 0.93:
            self._plan(moment + timedelta(seconds=self.chance.uniform(60, 800)), "withdraw", member)
        else:
            self._plan(moment + HOLD + timedelta(seconds=1), "forget", member)


@transaction.atomic
def play_sale(drop: Drop, members: Sequence[Member], chance: Random, *, opens_at: datetime) -> None:
    """Open a drop at an hour of the past for two hours, sell it to these members, and write everything down."""
    drop.head = opening_head(drop.code)
    drop.announced_at = drop.armed_at = opens_at - NOTICE
    drop.opens_at, drop.closes_at = opens_at, opens_at + LENGTH
    drop.save()
    pieces = Piece.objects.bulk_create(Piece(drop=drop, number=number) for number in range(1, drop.total + 1))
    sale = Sale(drop, chance, free=[(piece.number, piece.number) for piece in pieces])
    sale.play(members, opens_at)
    _write(sale, {piece.number: piece for piece in pieces})
    drop.save(update_fields=["places", "claimants", "sold", "head"])


def _write(sale: Sale, pieces: dict[int, Piece]) -> None:
    claims = {
        claim.member_id: claim
        for claim in Claim.objects.bulk_create(
            Claim(
                drop=sale.drop,
                member_id=entry.member_id,
                cap=sale.drop.per_member,
                place=entry.place,
                key=entry.key,
                quantity=entry.quantity,
                granted=entry.granted,
                status=entry.status,
                entered_at=entry.entered_at,  # type: ignore[misc]  # a played entry has entered
            )
            for entry in sale.entries.values()
        )
    }
    orders = {
        order.claim_id: order
        for order in Order.objects.bulk_create(
            Order(
                claim=claims[member_id],
                number=f"{sale.drop.code}-{claims[member_id].place}",
                pieces=claims[member_id].granted,
                price=sale.drop.price,  # type: ignore[misc]  # an armed drop has a price
                created_at=moment,
            )
            for member_id, moment in sale.ordered_at.items()
        )
    }
    Hold.objects.bulk_create(
        Hold(
            drop=sale.drop,
            piece=pieces[kept.number],
            claim=claims[kept.entry.member_id],
            order=orders.get(claims[kept.entry.member_id].pk) if kept.state == Hold.State.ORDERED else None,
            slot=kept.slot,
            quantity=kept.entry.quantity,
            until=kept.until,
            state=kept.state,
        )
        for kept in sale.kept
    )
