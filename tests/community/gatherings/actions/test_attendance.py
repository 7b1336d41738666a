"""Who came has points for it, once."""

from datetime import timedelta

import pytest

from community.gatherings import tasks
from community.gatherings.models import GatheringState, RsvpState
from community.gatherings.queries import THANKED_WITHIN, guests_to_thank
from community.recognition.queries import balance_of
from realtime import clock
from tests.factories.gatherings import make_gathering, make_rsvp

pytestmark = pytest.mark.django_db


def over(**fields):
    return make_gathering(starts_at=clock.now() - timedelta(hours=5), **fields)


def test_who_had_a_seat_and_did_not_call_off():
    gathering = over()
    came, waited, stayed = (make_rsvp(gathering, state=state).member_id for state in RsvpState)
    for _ in range(2):
        tasks.watch(timestamp=0)
    assert [balance_of(pk) for pk in (came, waited, stayed)] == [15, 0, 0]
    assert guests_to_thank(clock.now()) == []


@pytest.mark.parametrize("state", [GatheringState.CANCELLED, GatheringState.DRAFT])
def test_none_for_what_did_not_take_place(state):
    gathering = over(state=state)
    make_rsvp(gathering)
    assert guests_to_thank(clock.now()) == []


def test_from_the_end_on_and_for_a_week():
    now, gathering = clock.now(), over()
    make_rsvp(gathering)
    second, last = timedelta(seconds=1), gathering.ends_at + THANKED_WITHIN
    moments = [gathering.ends_at - second, now, last - second, last]
    assert [len(guests_to_thank(moment)) for moment in moments] == [0, 1, 1, 0]


@pytest.mark.parametrize("number", [1, 3])
def test_two_queries_find_them(number, django_assert_num_queries):
    for _ in range(number):
        make_rsvp(over())
    with django_assert_num_queries(2):
        assert len(guests_to_thank(clock.now())) == number
