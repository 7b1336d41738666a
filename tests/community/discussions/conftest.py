"""What the tests of discussions share."""

from functools import partial

import pytest

from tests.standstill import rows_of, standstill_of

# What talk could move, and where it is announced.
TABLES = [
    "discussions_thread",
    "discussions_post",
    "discussions_revision",
    "discussions_reaction",
    "discussions_reading",
    "discussions_categorystance",
    "moderation_flag",
    "moderation_item",
    "notices_notice",
    "pictures_picture",
    "search_indexentry",
    "realtime_topic",
    "realtime_event",
]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


everything = partial(rows_of, TABLES)
standstill = partial(standstill_of, TABLES)


def check_counts(thread):
    """The invariants of a thread: numbers without a gap, and as many shown as it says."""
    thread.refresh_from_db()
    numbers = sorted(thread.posts.exclude(number=None).values_list("number", flat=True))
    assert numbers == list(range(1, thread.last_number + 1))
    assert thread.shown == thread.posts.shown().count()
