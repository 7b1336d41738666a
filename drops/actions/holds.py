"""What becomes of a piece that is set aside: it is ordered, given back, or lapses and goes to the next."""

import psycopg
from django.db import connection, transaction
from django.db.models import F

from drops import events
from drops.actions.settlement import settle
from drops.models import Claim, Drop, Hold, Order, Phase
from drops.rounds import answer_of
from realtime import clock
from realtime.announce import Step, announce


class NothingHeld(Exception):
    """The member holds no piece of the drop: the hold lapsed, or there never was one."""


class NothingToWithdraw(Exception):
    """The member has no claim that could be taken back: none at all, or one that is ordered or over."""


@transaction.atomic
def settle_drop(code: str) -> None:
    """Lapse the holds of a drop that ran out, by the database's clock, and serve who waits next.

    Does nothing, and announces nothing, when nothing is due. Announces `stock` of `drop:<code>`, and `claim.changed`
    to each member whose claim moved.
    """
    announce(*settle(database(), [code]).steps)


def confirm_hold(code: str, *, member_id: int) -> Order:
    """Make an order of the pieces a member holds, at the drop's price; once confirmed, the same order again.

    Refuses with `NothingHeld`. The drop's row decides between this and the end of the hold: whoever locks it first.
    Announces what `settle_drop` does, `stock`, `phase` when the last piece is sold, and the member's `claim.changed`.
    """
    with transaction.atomic():
        steps = settle(database(), [code]).steps
        claim = _claim(code, member_id)
        if claim is not None and claim.status == Claim.Status.ALLOCATED:
            steps += _order(claim)
        announce(*steps)
    if claim is None or claim.status != Claim.Status.ORDERED:
        raise NothingHeld
    return claim.order


def withdraw_claim(code: str, *, member_id: int) -> None:
    """Take a claim back, whether it waits or holds pieces; the pieces go to the next in the queue.

    Refuses with `NothingToWithdraw`. Announces what `settle_drop` does, `stock`, and the member's `claim.changed`.
    """
    with transaction.atomic():
        steps = settle(database(), [code]).steps
        claim = _claim(code, member_id)
        standing = claim is not None and claim.status in {Claim.Status.WAITING, Claim.Status.ALLOCATED}
        if claim is not None and standing:
            steps += _withdraw(claim)
        announce(*steps)
    if not standing:
        raise NothingToWithdraw


def database() -> psycopg.Connection:
    """Django's connection as psycopg knows it, within Django's transaction."""
    connection.ensure_connection()
    return connection.connection


def _claim(code: str, member_id: int) -> Claim | None:
    """The member's claim as it is under the lock that `settle` took."""
    return Claim.objects.select_related("drop").filter(drop__code=code, member=member_id).first()


def _order(claim: Claim) -> list[Step]:
    drop = claim.drop
    order = Order.objects.create(
        claim=claim,
        number=f"{drop.code}-{claim.place}",
        pieces=claim.granted,
        price=drop.price,  # type: ignore[misc]  # an armed drop has one, by a constraint
        created_at=clock.now(),
    )
    claim.holds.filter(state=Hold.State.LIVE).update(state=Hold.State.ORDERED, order=order)
    _move(claim, Claim.Status.ORDERED)
    Drop.objects.filter(pk=drop.pk).update(sold=F("sold") + claim.granted)
    drop.sold += claim.granted
    phase = events.phase_moved(drop) if drop.phase(order.created_at) == Phase.SOLD_OUT else []
    return [*events.stock_moved(drop), *phase, _changed(claim)]


def _withdraw(claim: Claim) -> list[Step]:
    claim.holds.filter(state=Hold.State.LIVE).update(state=Hold.State.RELEASED)
    claim.granted = 0
    _move(claim, Claim.Status.WITHDRAWN)
    served = settle(database(), [claim.drop.code]).steps
    return [*events.stock_moved(claim.drop), _changed(claim), *served]


def _move(claim: Claim, status: Claim.Status) -> None:
    claim.status = status
    claim.save(update_fields=["status", "granted"])


def _changed(claim: Claim) -> Step:
    return events.claim_changed(claim.member_id, answer_of(claim.drop.code, claim))
