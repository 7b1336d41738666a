"""What the tests of the box share."""

from functools import partial

import pytest
from django.db.models import Count

from ideas.box.models import Idea
from tests.standstill import standstill_of

# What a press could move, and where it is announced.
TABLES = [
    "box_idea",
    "box_support",
    "box_step",
    "box_revision",
    "box_note",
    "discussions_thread",
    "discussions_reading",
    "notices_notice",
    "notices_round",
    "search_indexentry",
    "realtime_topic",
    "realtime_event",
]

standstill = partial(standstill_of, TABLES)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def check_counts():
    """The invariant: each counter says what the rows say."""
    rows = Idea.objects.annotate(counted=Count("supported"))
    assert [(row.pk, row.supports) for row in rows] == [(row.pk, row.counted) for row in rows]
