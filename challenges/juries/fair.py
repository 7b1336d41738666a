"""The order in which a viewer reads the entries that are judged."""

from typing import Any

from django.db.models import F

from challenges.juries.actions.sealing import settle_judging
from challenges.juries.actions.seating import take_seat
from challenges.juries.models import Judging, RingPlace
from challenges.juries.ring import step_of
from challenges.qdefis.models import EntryState, Phase, Qdefi
from challenges.qdefis.orders import Leaf
from realtime import clock


def fair_leaf(qdefi: Qdefi, viewer: Any, after: str, limit: int) -> Leaf | None:
    """A page of the ring from where this viewer begins, while votes and jury judge; `after` is how far they have come.

    What was taken back or hidden is passed over, and nothing else moves. Four queries at most once a member has a seat.
    """
    now = clock.now()
    if not qdefi.is_judged or qdefi.phase(now) not in (Phase.VOTES, Phase.JURY):
        return None
    judging = settle_judging(qdefi, now)
    if judging is None or judging.settled_at is not None:
        return None
    ring = RingPlace.objects.filter(judging=judging)
    places = ring.count()
    if not places:
        return Leaf((), "")
    passed = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    shift = places - _start(judging, viewer, places, (now - judging.opens_at_hour).days)
    turned = ring.annotate(turn=(F("n") + shift) % places).filter(entry__state=EntryState.SUBMITTED, turn__gte=passed)
    found = list(turned.order_by("turn").values_list("entry_id", "turn")[: limit + 1])
    return Leaf([entry for entry, _turn in found[:limit]], str(found[limit][1]) if len(found) > limit else "")


def _start(judging: Judging, viewer: Any, places: int, days: int) -> int:
    """A member's own start; who is not signed in cannot vote, and begins elsewhere each day."""
    if viewer is not None and viewer.is_authenticated:
        return take_seat(judging, viewer.pk) % places
    return days * step_of(places) % places
