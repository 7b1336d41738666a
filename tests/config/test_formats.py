"""Dates are written as people here read them, in each language."""

from datetime import datetime

import pytest
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "26 novembre 2026, 10:10"), ("de", "26. November 2026, 10:10"), ("en", "26 November 2026, 10:10")],
)
def test_dates_are_written_the_local_way(language, expected):
    moment = datetime(2026, 11, 26, 10, 10)  # noqa: DTZ001 -- a date to write, not a moment
    with translation.override(language):
        assert formats.date_format(moment, "DATE_FORMAT") == expected.partition(",")[0]
        assert formats.date_format(moment, "DATETIME_FORMAT") == expected
