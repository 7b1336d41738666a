import pytest
from django.core.exceptions import ImproperlyConfigured

from community.discussions.models import Post
from community.gatherings.demo import make_demo_gatherings
from community.gatherings.models import Gathering, Rsvp, RsvpState
from community.gatherings.rules import served
from realtime import clock
from tests.community.gatherings.conftest import check_counts, standstill

pytestmark = pytest.mark.django_db


def test_five_evenings_that_hold_together(settings, client):
    settings.DEMO = True
    now = clock.now()
    make_demo_gatherings(now)
    rows = list(Gathering.objects.all())
    for gathering in rows:
        check_counts(gathering)
        assert client.get(gathering.get_absolute_url()).status_code == 200
    assert sorted((row.is_over(now), row.is_cancelled) for row in rows) == [
        (False, False), (False, False), (False, True), (True, False), (True, False)
    ]  # fmt: skip
    giant = Gathering.objects.get(slug="grillades-d-hiver-geantes")
    parties = [rsvp.party for rsvp in giant.rsvps.in_line()]
    assert parties
    assert served(parties, giant.free, capacity=giant.capacity, passing=False) == []
    assert Post.objects.filter(thread__subject="gathering").count() > 8
    assert Rsvp.objects.filter(member__email="membre@demo.example", state=RsvpState.GOING).exists()
    with standstill():
        make_demo_gatherings(now)


def test_not_in_a_real_house(settings):
    settings.DEMO = False
    with standstill(), pytest.raises(ImproperlyConfigured):
        make_demo_gatherings(clock.now())
