"""What the tests of recognition share."""

from functools import partial

import pytest

from community.recognition.badges import Badge, Times, register_badge, unregister_badge
from community.recognition.drawings import Drawing
from community.recognition.models import Entry, Settings, Total
from community.recognition.reasons import Reason, register_reason, unregister_reason
from tests.factories.members import make_member
from tests.standstill import standstill_of

HELPED, WON = "tests.helped", "tests.won"
TABLES = [
    "recognition_entry",
    "recognition_total",
    "recognition_distinction",
    "recognition_discretion",
    "recognition_settings",
    "notices_notice",
    "procrastinate_jobs",
    "realtime_topic",
]
standstill = partial(standstill_of, TABLES)


@pytest.fixture(autouse=True)
def _reasons():
    """Two reasons of the tests' own."""
    for reason in (
        Reason(HELPED, "Tu as aidé", points=10, cap=25, url=lambda source: f"/{source}/"),
        Reason(WON, "Tu as gagné", points=100, cap=1000),
    ):
        register_reason(reason)
    yield
    for name in (HELPED, WON):
        unregister_reason(name)


@pytest.fixture
def badge():
    """A badge for two times of help, drawn as one whose own is out of the way meanwhile."""
    from community.recognition.badges import badge_of

    former = badge_of("le-barillet")
    unregister_badge(former.slug)
    made = Badge("essai", "L’essai", "{number} coups de main.", Drawing.BARREL, Times(HELPED, 2))
    register_badge(made)
    yield made
    unregister_badge(made.slug)
    register_badge(former)


@pytest.fixture
def member():
    return make_member()


def switch_off(*what):
    Settings.objects.update_or_create(pk=1, defaults=dict.fromkeys(what, False))


def lines(member):
    """The ledger of a member: points, reason and source, in the order in which they were written."""
    return list(Entry.objects.filter(member=member).order_by("pk").values_list("points", "reason", "source"))


def totals(member):
    """All that is added up for a member, but nothing."""
    rows = Total.objects.filter(member=member).exclude(points=0)
    return {(season, universe): points for season, universe, points in rows.values_list("season", "universe", "points")}
