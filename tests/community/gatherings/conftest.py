"""What the tests of gatherings share."""

from functools import partial

import pytest
from django.db import DatabaseError
from django.db.models import F, Q, Sum

from community.gatherings.models import RsvpState
from tests.at_once import at_once as all_at_once
from tests.factories.members import make_member
from tests.standstill import standstill_of

# What an answer could move, and where it is announced.
TABLES = [
    "gatherings_gathering",
    "gatherings_rsvp",
    "gatherings_agendafeed",
    "notices_notice",
    "search_indexentry",
    "realtime_topic",
    "realtime_event",
]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


standstill = partial(standstill_of, TABLES)


def check_counts(gathering):
    """The invariants: the counters say what the answers say, and nobody sits on two chairs."""
    gathering.refresh_from_db()
    counted = gathering.rsvps.aggregate(
        going=Sum(F("guests") + 1, filter=Q(state=RsvpState.GOING)),
        waiting=Sum(F("guests") + 1, filter=Q(state=RsvpState.WAITING)),
    )
    assert (gathering.seats, gathering.waiting) == (counted["going"] or 0, counted["waiting"] or 0)
    assert gathering.seats <= gathering.capacity


def line_of(gathering):
    """Who waits, in order."""
    return list(gathering.rsvps.in_line().values_list("member_id", flat=True))


def states(*rsvps):
    for rsvp in rsvps:
        rsvp.refresh_from_db()
    return [rsvp.state for rsvp in rsvps]


def at_once(people, do):
    """Each of them does it, all at the same moment; answers what the database refused."""

    def attempt(person):
        try:
            do(person)
        except DatabaseError as error:
            return type(error).__name__
        return ""

    return [refused for refused in all_at_once(*(partial(attempt, person) for person in people)) if refused]


@pytest.fixture
def admin_of():
    """Somebody who may do anything in the back office."""
    return make_member(is_staff=True, is_superuser=True)
