"""What the tests of ceremonies share."""

from functools import partial

from tests.standstill import standstill_of

# What planning, ending and writing could move.
TABLES = [
    "ceremonies_ceremony",
    "ceremonies_story",
    "qdefis_qdefi",
    "juries_judging",
    "recognition_entry",
    "notices_round",
    "realtime_topic",
    "realtime_event",
]

standstill = partial(standstill_of, TABLES)
