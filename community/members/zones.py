"""Time zones by their IANA name."""

import zoneinfo
from functools import cache
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HOME = "Europe/Zurich"
_ELSEWHERE = frozenset({"Etc", "SystemV", "US", "posix", "right"})  # old names and offsets nobody lives in


def validate_zone(name: str) -> None:
    """Refuse what is no IANA time zone of this machine."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Ce fuseau horaire n’existe pas."), code="zone")


@cache
def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """A zone by its name; the house's for one that this machine does not know any more."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(HOME)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones named after a place, as `(name, place)` by part of the world, both in alphabetical order."""
    places = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    return [
        (world, [(name, name.removeprefix(f"{world}/").replace("_", " ")) for name in names])
        for world, names in groupby(places, lambda name: name.split("/")[0])
        if world not in _ELSEWHERE
    ]
