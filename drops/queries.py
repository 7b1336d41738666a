"""What pages, API and sockets read of drops and claims: frozen, and only what `visibility` allows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, Func, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community.members.models import Member
from drops import chain
from drops.audiences import audience_of
from drops.models import Claim, Drop, DropQuerySet, Hold, Order, Phase, WatchPicture
from drops.rounds import answer_of
from drops.visibility import DropView, Level, level_of, view_of
from realtime.clock import to_ms
from realtime.models import Topic

SCHEDULE_LENGTH = 50
ORDER_OPEN_FOR = timedelta(days=30)  # to be delivered, and to be sent back


class ClockTimestamp(Func):
    """The database's clock at this very moment; `now()` stands still within a transaction."""

    template = "clock_timestamp()"
    output_field = DateTimeField()


def counter_of(topic: str, column: str = "seq") -> Subquery:
    """A topic's counter (or its last `kind`) as part of the statement that reads its state."""
    return Subquery(Topic.objects.filter(name=topic).values(column))


def with_stock(drops: DropQuerySet) -> DropQuerySet:
    """Each drop with `held`, its pieces in somebody's checkout by the database's clock, and `now`, that clock."""
    held = (
        Hold.objects.filter(drop=OuterRef("pk"), state=Hold.State.LIVE, until__gt=ClockTimestamp())
        .order_by()
        .values("drop")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return drops.select_related("universe").annotate(held=Coalesce(Subquery(held), 0), now=ClockTimestamp())


def drop_view(code: str, user: Any, now: datetime) -> DropView | None:
    """What `user` may see of one drop at `now`; None if not even that it exists."""
    drop = _whole(Drop.objects.visible_to(user, now).filter(code=code)).first()
    return None if drop is None else view_of(drop, user, now)


def schedule(user: Any, now: datetime) -> list[DropView]:
    """The latest drops `user` may know of, by their opening. Four queries, however many there are."""
    latest = _whole(Drop.objects.visible_to(user, now).exclude(opens_at=None).order_by("-opens_at", "-id"))
    views = (view_of(drop, user, now) for drop in reversed(latest[:SCHEDULE_LENGTH]))
    return [view for view in views if view is not None]


def next_drop(user: Any, now: datetime) -> DropView | None:
    """The drop to show first: the open one that closes next, else the next to open, else the latest that is over."""
    order = {Phase.OPEN: 0, Phase.ANNOUNCED: 1}
    shown = [view for view in schedule(user, now) if view.phase != Phase.CANCELLED]
    current = [view for view in shown if view.phase in order]
    if current:
        return min(current, key=lambda view: (order[view.phase], view.opens_at))
    return shown[-1] if shown else None


def drops_of_creations(creation_ids: Collection[int], user: Any, now: datetime) -> dict[int, list[DropView]]:
    """What these creations became, as far as `user` may know, by the opening; rehearsals left out.

    Three queries at most, however many there are.
    """
    rows = Drop.objects.visible_to(user, now).filter(creation__in=creation_ids, rehearsal=False, cancelled_at=None)
    found: defaultdict[int, list[DropView]] = defaultdict(list)
    for drop in _whole(rows.order_by("opens_at", "id")):
        if drop.creation_id and (view := view_of(drop, user, now)):
            found[drop.creation_id].append(view)
    return dict(found)


def _whole(drops: DropQuerySet) -> DropQuerySet:
    return with_stock(drops).select_related("watch__brand").prefetch_related("watch__pictures")


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A member's own claim: their place, and what they may still do with it. Prices in rappen."""

    code: str
    status: Claim.Status
    place: int
    quantity: int  # asked for
    granted: int  # offered or ordered
    key: str
    ahead: int  # claims that wait before this one
    hold_until: datetime | None
    pieces: tuple[int, ...]  # numbers of the pieces held or ordered
    order: str  # number of the order, or ""
    price: int | None  # a piece; only while it is held, and once it is ordered
    may_enter_again: bool

    @property
    def amount(self) -> int | None:
        return None if self.price is None else self.price * self.granted

    @property
    def payload(self) -> dict[str, Any]:
        """The keys of `claimed`, as in docs/protocol.md."""
        return answer_of(self.code, self, self.hold_until).payload


def claim_of(code: str, member: Member) -> ClaimView | None:
    """The member's claim for a drop, if there is one."""
    return next(iter(_claim_views(Claim.objects.filter(member=member, drop__code=code))), None)


def claims_of(member: Member, limit: int = 50) -> list[ClaimView]:
    """The latest claims of a member, the last one first. Three queries, however many there are."""
    return _claim_views(Claim.objects.filter(member=member).order_by("-entered_at", "-id"), limit)


def has_open_order(member_id: int, now: datetime) -> bool:
    """Is something on its way to the member, or may they still send it back?"""
    return Order.objects.filter(claim__member=member_id, created_at__gt=now - ORDER_OPEN_FOR).exists()


def _claim_views(claims: QuerySet[Claim], limit: int = 1) -> list[ClaimView]:
    counted = Q(holds__state__in=[Hold.State.LIVE, Hold.State.ORDERED])
    before = (
        Claim.objects.filter(drop=OuterRef("drop"), place__lt=OuterRef("place"), status=Claim.Status.WAITING)
        .order_by()
        .values("drop")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = (
        claims.select_related("drop", "order")
        .prefetch_related("holds__piece")
        .annotate(until=Max("holds__until", filter=counted), ahead=Coalesce(Subquery(before), 0), now=ClockTimestamp())
    )
    return [_claim_view(row) for row in rows[:limit]]


def _claim_view(claim: Any) -> ClaimView:
    """`claim` carries `until`, `ahead` and `now`. A hold that ran out counts as lapsed before anybody settled it."""
    status = Claim.Status(claim.status)
    if status == Claim.Status.ALLOCATED and claim.until <= claim.now:
        status = Claim.Status.LAPSED
    mine = status in {Claim.Status.ALLOCATED, Claim.Status.ORDERED}
    order = getattr(claim, "order", None)
    kept = [hold for hold in claim.holds.all() if hold.state in {Hold.State.LIVE, Hold.State.ORDERED}]
    return ClaimView(
        code=claim.drop.code,
        status=status,
        place=claim.place,
        quantity=claim.quantity,
        granted=claim.granted if mine else 0,
        key=claim.key,
        ahead=claim.ahead if status == Claim.Status.WAITING else 0,
        hold_until=claim.until if status == Claim.Status.ALLOCATED else None,
        pieces=tuple(sorted(hold.piece.number for hold in kept)) if mine else (),
        order=order.number if order else "",
        price=(order.price if order else claim.drop.price) if mine else None,
        may_enter_again=status in {Claim.Status.LAPSED, Claim.Status.WITHDRAWN} and claim.earlier_place is None,
    )


def proof_of(code: str, user: Any, now: datetime) -> dict[str, Any] | None:
    """The content of `proof.json`: every entry of the chain, those of re-entered claims included.

    None for whom the drop's figures are not, or not yet.
    """
    drop = Drop.objects.visible_to(user, now).filter(code=code).first()
    if drop is None or level_of(drop, audience_of(user), now) < Level.FIGURES:
        return None
    claims = drop.claims.values_list("place", "key", "earlier_place", "earlier_key")
    entries = [(place, key) for place, key, _, _ in claims]
    entries += [(place, key) for _, _, place, key in claims if place is not None and key is not None]
    return chain.proof(
        code=drop.code,
        mode=drop.mode,
        opens_at=None if drop.opens_at is None else to_ms(drop.opens_at),
        leaves=[chain.leaf(drop.code, place, key) for place, key in sorted(entries)],
        head=drop.head or chain.opening_head(drop.code),
    )


def picture_for(code: str, token: str, user: Any, now: datetime) -> WatchPicture | None:
    """A picture of the drop's watch, if `user` may see that watch."""
    drop = Drop.objects.visible_to(user, now).filter(code=code).first()
    if drop is None or level_of(drop, audience_of(user), now) < Level.SHEET:
        return None
    return WatchPicture.objects.filter(watch=drop.watch_id, token=token).first()
