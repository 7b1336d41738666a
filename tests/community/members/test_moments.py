from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from community.members.templatetags import moments

NOW = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _ten_past_ten(monkeypatch):
    monkeypatch.setattr("realtime.clock.now", lambda: NOW)


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=59), "à l’instant"),
        (timedelta(seconds=60), "il y a 1 min"),
        (timedelta(minutes=59, seconds=59), "il y a 59 min"),
        (timedelta(hours=1), "il y a 1 h"),
        (timedelta(hours=23, minutes=59), "il y a 23 h"),
        (timedelta(days=1), "il y a 1 j"),
        (timedelta(days=7) - timedelta(seconds=1), "il y a 6 j"),
        (timedelta(days=7), "16 novembre"),
        (timedelta(days=400), "19 octobre 2025"),
        (-timedelta(seconds=5), "à l’instant"),  # a clock that is a little late
    ],
)
def test_how_long_ago(past, said):
    assert moments.ago(NOW - past) == said


def test_the_day_is_the_day_in_zurich():
    assert moments.ago(datetime(2026, 3, 11, 23, 30, tzinfo=UTC)) == "12 mars"
    assert moments.full(datetime(2026, 3, 11, 23, 30, tzinfo=UTC)) == "jeudi 12 mars 2026, 00:30, heure de Zurich"


def test_a_moment_carries_its_whole_hour():
    html = moments.moment(NOW - timedelta(minutes=5))
    assert 'datetime="2026-11-23T10:05:00+01:00"' in html
    assert 'title="lundi 23 novembre 2026, 10:05, heure de Zurich"' in html
    assert html.endswith(">il y a 5 min</time>")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_language_can_say_it(language):
    with translation.override(language):
        assert "2026" in moments.full(NOW)
        assert moments.ago(NOW - timedelta(minutes=5))


def test_another_zone_says_which():
    with timezone.override("America/New_York"):
        assert moments.full(NOW) == "lundi 23 novembre 2026, 04:10, heure de New York"
