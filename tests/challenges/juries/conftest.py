"""What the tests of judgings share."""

import threading
from functools import partial

from challenges.juries.models import Judging, Participation, Vote
from tests.standstill import standstill_of

# What a vote or a juror could move, and where it is announced.
TABLES = [
    "juries_judging",
    "juries_judgingkey",
    "juries_vote",
    "juries_rollentry",
    "juries_participation",
    "juries_paper",
    "juries_published",
    "juries_juror",
    "juries_juryround",
    "juries_mark",
    "juries_note",
    "juries_conflict",
    "notices_notice",
    "notices_round",
    "qdefis_qdefi",
    "realtime_topic",
    "realtime_event",
]

standstill = partial(standstill_of, TABLES)


def check_counts(judging):
    """The invariant: `voted` says what the papers say, and there are no more of them than the roll allows."""
    judging = Judging.objects.get(pk=judging.pk)
    rows = (Participation if judging.sealed_at else Vote).objects.filter(judging=judging)
    assert judging.voted == rows.count()
    assert judging.voted <= judging.eligible


def unlocked(number):
    """In the place of the lock: so many read the judging at the same moment, and none waits for the other's end."""
    barrier = threading.Barrier(number)

    def read(qdefi_id):
        judging = Judging.objects.select_related("qdefi").get(pk=qdefi_id)
        barrier.wait(30)
        return judging

    return read
