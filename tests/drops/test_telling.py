"""What the drops say: under the bell, and on the page of the alerts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from community.notices.kinds import Told, kind_of
from community.notices.queries import visible_of
from drops.telling import KIND, OPENING, coming_to, opening_facts
from realtime import clock
from tests.factories.drops import make_draft, make_drop, make_team_member
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def told_of(drop, pk=1):
    return Told(pk, OPENING, drop.code, "", opening_facts(drop), 1, clock.now(), is_read=False)


def test_it_says_the_hour_of_the_house():
    drop = make_drop(opens_at=datetime(2026, 7, 2, 8, 10, tzinfo=UTC))
    assert KIND.sentence(told_of(drop)) == "Qlock : le drop de 10\u00a0h\u00a010 est ouvert."
    assert KIND.url(told_of(drop)) == f"/drops/{drop.code}/"
    with translation.override("de"):
        assert KIND.url(told_of(drop)) == f"/de/drops/{drop.code}/"


def test_it_nags_nobody_and_waits_for_nothing():
    assert kind_of(OPENING) is KIND
    assert KIND.by_default == {"push"}
    assert (KIND.urgent, KIND.always) == (True, False)


def test_of_what_was_called_off_nothing_is_shown(django_assert_num_queries):
    now = clock.now()
    drops = [make_drop(), make_drop(cancelled_at=now), make_drop(rehearsal=True)]
    member = make_member()
    with django_assert_num_queries(1):
        assert visible_of([told_of(drop, pk) for pk, drop in enumerate(drops)], member) == {0}


class TestComing:
    def test_tomorrow_s_at_the_member_s_own_hour(self):
        now = datetime(2026, 11, 25, 12, tzinfo=UTC)
        drop = make_drop(opens_at=datetime(2026, 11, 26, 9, 10, tzinfo=UTC))
        coming = coming_to(make_member(zone="Asia/Tokyo"), now)
        assert (coming.sentence, coming.url) == (
            "Un drop ouvre le 26 novembre à 18\u00a0h\u00a010.",
            f"/drops/{drop.code}/",
        )

    @pytest.mark.parametrize(
        "fields",
        [
            {"opens_at": timedelta(hours=37)},
            {"opens_at": timedelta(minutes=-1)},
            {"opens_at": timedelta(hours=9), "announced_at": timedelta(hours=1)},
            {"opens_at": timedelta(hours=9), "rehearsal": True},
            {"opens_at": timedelta(hours=9), "cancelled_at": timedelta()},
        ],
    )
    def test_nothing_else(self, settings, fields):
        settings.DEMO = True
        now = clock.now()
        moments = {name: now + value if name.endswith("_at") else value for name, value in fields.items()}
        make_drop(**moments)
        assert coming_to(make_member(), now) is None

    def test_not_what_the_team_has_not_armed(self):
        now = clock.now()
        make_draft(opens_at=now + timedelta(hours=5))
        assert coming_to(make_team_member(), now) is None

    def test_the_nearest(self, django_assert_num_queries):
        now = clock.now()
        for hours in (30, 5, 20):
            make_drop(opens_at=now + timedelta(hours=hours))
        member = make_member()
        with django_assert_num_queries(1):
            assert coming_to(member, now).at == now + timedelta(hours=5)
