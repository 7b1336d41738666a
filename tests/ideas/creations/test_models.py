"""A stage's phase is a pure function of its row and the time."""

from datetime import UTC, datetime, timedelta

import pytest

from ideas.creations.models import Phase, Stage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
INSTANT = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (NOON - INSTANT, Phase.COMING),
        (NOON, Phase.OPEN),
        (NOON + timedelta(hours=1) - INSTANT, Phase.OPEN),
        (NOON + timedelta(hours=1), Phase.CLOSED),
    ],
)
def test_the_clock_alone_moves_it(now, phase):
    assert Stage(opens_at=NOON, closes_at=NOON + timedelta(hours=1)).phase(now) == phase


def test_without_dates_it_waits_and_once_decided_it_stays():
    assert Stage().phase(NOON) == Phase.PLANNED
    decided = Stage(opens_at=NOON, closes_at=NOON + timedelta(hours=1), decided_at=NOON + timedelta(days=1))
    assert decided.phase(NOON + timedelta(days=9)) == Phase.DECIDED
