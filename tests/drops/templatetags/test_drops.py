"""Money and hours the Swiss way."""

from datetime import UTC, datetime

import pytest

from drops.templatetags import drops

SUMMER = datetime(2026, 7, 4, 8, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rappen", "text"),
    [
        (5, "CHF\xa00.05"),
        (129_000, "CHF\xa01’290.–"),
        (129_050, "CHF\xa01’290.50"),
        (123_456_700, "CHF\xa01’234’567.–"),
    ],
)
def test_money(rappen, text):
    assert drops.chf(rappen) == text


def test_hours_are_zurichs():
    assert drops.hour(SUMMER) == "10\xa0h\xa010"
    assert drops.seconds(SUMMER) == "10:10:09"
    assert drops.day(SUMMER) == "samedi 4 juillet"
    assert drops.dated(SUMMER) == "4 juillet 2026"
