"""Seasons: the quarters of the calendar, by the house's day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

_KEY = re.compile(r"(2\d{3})-([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Season:
    """A quarter of a year, 1 to 4."""

    year: int
    quarter: int

    def __str__(self) -> str:
        """As rows and addresses carry it."""
        return f"{self.year}-{self.quarter}"

    @property
    def label(self) -> str:
        """What people call it, in the language being spoken."""
        names = (_("Hiver {year}"), _("Printemps {year}"), _("Été {year}"), _("Automne {year}"))
        return names[self.quarter - 1].format(year=self.year)

    @property
    def begins(self) -> date:
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def ends(self) -> date:
        """Its last day."""
        after = date(self.year + self.quarter // 4, 3 * (self.quarter % 4) + 1, 1)
        return after - timedelta(days=1)


def season_of(day: date) -> Season:
    """The season in which this day lies."""
    return Season(day.year, (day.month + 2) // 3)


def read_season(text: str) -> Season | None:
    """What an address carries; None for anything else."""
    match = _KEY.fullmatch(text)
    return Season(int(match[1]), int(match[2])) if match else None
