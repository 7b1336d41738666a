"""What the tests of Qdéfis share."""

from functools import partial

from tests.standstill import standstill_of

# What taking part could move, and where it is announced or told.
TABLES = [
    "qdefis_qdefi",
    "qdefis_entry",
    "qdefis_entrypicture",
    "pictures_picture",
    "moderation_item",
    "notices_notice",
    "notices_round",
    "realtime_topic",
    "realtime_event",
]

standstill = partial(standstill_of, TABLES)
