"""The demo's points: within the caps, adding up, once."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Sum

from community.members.demo import make_demo_members
from community.recognition.actions import award
from community.recognition.demo import make_demo_recognition
from community.recognition.models import Distinction, Entry
from community.recognition.queries import balance_of
from community.recognition.reasons import reason_called
from realtime import clock
from tests.community.recognition.conftest import WON, standstill
from tests.factories.drops import make_universe
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_only_in_a_demo_house():
    with standstill(), pytest.raises(ImproperlyConfigured):
        make_demo_recognition(clock.now())


def test_it_adds_up_and_is_made_once(settings):
    settings.DEMO = True
    make_universe()
    make_demo_members()
    others = [make_member() for _ in range(12)]
    player = make_member(email="repetition@rehearsal.invalid")
    award(others[0].pk, WON, "post:1")
    make_demo_recognition(clock.now())
    sums = Entry.objects.values("member").annotate(points=Sum("points")).order_by()
    assert len(sums) > 5
    assert not Entry.objects.filter(member=player).exists()
    assert all(balance_of(row["member"]) == row["points"] for row in sums)
    days = Entry.objects.values("member", "reason", "day").annotate(points=Sum("points")).order_by()
    assert all(row["points"] <= reason_called(row["reason"]).cap for row in days)
    assert Distinction.objects.exists()
    with standstill():
        make_demo_recognition(clock.now())
