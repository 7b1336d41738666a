"""Days and hours as people say them, by the clock of the place, summer and winter."""

from datetime import UTC, datetime

import pytest

from community.gatherings.hours import day, hour, span

WINTER, SUMMER = datetime(2026, 12, 12, 10, 30, tzinfo=UTC), datetime(2027, 6, 12, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [(WINTER, "samedi 12 décembre 2026, 11\u00a0h\u00a030"), (SUMMER, "samedi 12 juin 2027, 11\u00a0h")],
)
def test_a_moment(moment, said):
    assert f"{day(moment)}, {hour(moment)}" == said


def test_a_span_of_one_day_and_of_two():
    assert span(WINTER, WINTER.replace(hour=16, minute=0)) == (
        "samedi 12 décembre 2026, de 11\u00a0h\u00a030 à 17\u00a0h"
    )
    assert span(WINTER, WINTER.replace(hour=23, minute=15)) == (
        "du samedi 12 décembre 2026, 11\u00a0h\u00a030, au dimanche 13 décembre 2026, 0\u00a0h\u00a015"
    )
