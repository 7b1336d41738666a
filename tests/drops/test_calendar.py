"""The hours of drops in the public calendar: an opening, and nothing of what opens."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from drops.actions.arming import cancel_drop
from drops.calendar import openings
from realtime import clock
from tests.factories.drops import make_draft, make_drop, make_watch

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"


def announced(**fields):
    now = clock.now()
    fields = {"announced_at": now - timedelta(hours=1)} | fields
    return make_drop(opens_at=now + timedelta(days=2), closes_at=now + timedelta(days=2, hours=1), **fields)


def test_an_announced_one_is_an_hour_and_an_address(client, django_assert_num_queries):
    drop = announced(watch=make_watch(name=CANARY, statement=CANARY), statement=CANARY)
    make_draft(watch=make_watch(name=CANARY))
    content = client.get("/evenements/evenements.ics").content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]).startswith("Drop de ")
    assert event["URL"].endswith(f"/drops/{drop.code}/")
    assert event["DTSTART"].dt == drop.opens_at.replace(microsecond=0)
    assert CANARY.encode() not in content
    with django_assert_num_queries(1):
        openings(clock.now())


def test_what_is_not_announced_is_not_there():
    announced(announced_at=clock.now() + timedelta(hours=1))
    make_draft()
    assert openings(clock.now()) == []


def test_a_cancelled_one_says_so():
    drop = announced()
    cancel_drop(drop, reason="La caisse est restée à la douane.")
    (entry,) = openings(clock.now())
    assert (entry.status, entry.sequence) == ("CANCELLED", 1)
