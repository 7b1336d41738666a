"""What points add up to: levels named after parts of a movement. They allow nothing; trust does (members/trust.py)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Level:
    """A level, and from how many points on it is a member's."""

    name: str | Promise
    points: int


LEVELS = (
    Level(_("Vis"), 1),
    Level(_("Pignon"), 50),
    Level(_("Roue"), 120),
    Level(_("Rubis"), 250),
    Level(_("Ancre"), 500),
    Level(_("Balancier"), 900),
    Level(_("Spiral"), 1_500),
    Level(_("Barillet"), 2_500),
    Level(_("Tourbillon"), 5_000),
)


def level_for(points: int) -> Level | None:
    """The level of so many points; None before the first."""
    return next((level for level in reversed(LEVELS) if points >= level.points), None)
