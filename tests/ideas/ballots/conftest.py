"""What the tests of ballots share."""

import threading
from functools import partial

import pytest

from ideas.ballots.models import Ballot, Participation, Vote
from tests.factories.members import make_member
from tests.standstill import standstill_of

# What a vote could move, and where it is announced.
TABLES = [
    "ballots_ballot",
    "ballots_ballotkey",
    "ballots_vote",
    "ballots_rollentry",
    "ballots_participation",
    "ballots_paper",
    "ballots_tally",
    "notices_notice",
    "notices_round",
    "realtime_topic",
    "realtime_event",
]

standstill = partial(standstill_of, TABLES)


def check_counts(ballot):
    """The invariants: `voted` says what the papers say, and there are no more of them than the roll allows."""
    ballot.refresh_from_db()
    counted = (Participation if ballot.is_sealed else Vote).objects.filter(ballot=ballot).count()
    assert ballot.voted == counted
    assert ballot.voted <= (ballot.eligible or 0)


def unlocked(number):
    """In the place of the lock: so many read the ballot at the same moment, and none waits for the other's end."""
    barrier = threading.Barrier(number)

    def read(pk):
        ballot = Ballot.objects.get(pk=pk)
        barrier.wait(10)
        return ballot

    return read


@pytest.fixture
def admin_of():
    """Somebody who may do anything in the back office."""
    return make_member(is_staff=True, is_superuser=True)
