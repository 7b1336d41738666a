"""Where a member begins to read the entries: each new one takes the next start of the ring."""

from django.db import transaction

from challenges.juries.actions.locking import lock_judging
from challenges.juries.models import Judging, RingPlace, Seat
from challenges.juries.ring import next_start
from challenges.qdefis.models import EntryState


def take_seat(judging: Judging, member_id: int) -> int:
    """The place of the ring where a member begins, always the same; the next one in turn for who is new."""
    seats = Seat.objects.filter(judging=judging, member_id=member_id)
    start = seats.values_list("start", flat=True).first()
    return _take(judging.pk, member_id) if start is None else start


@transaction.atomic
def _take(judging_id: int, member_id: int) -> int:
    judging = lock_judging(judging_id)
    seat = Seat.objects.filter(judging=judging, member_id=member_id).first()
    if seat is None:
        ring = dict(RingPlace.objects.filter(judging=judging).values_list("n", "entry__state"))
        start, walked = next_start(len(ring), judging.walked, lambda n: ring[n] == EntryState.SUBMITTED)
        judging.walked = walked
        judging.save(update_fields=["walked"])
        seat = Seat.objects.create(judging=judging, member_id=member_id, start=start)
    return seat.start
