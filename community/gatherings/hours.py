"""How a gathering's day and hour are said: by the clock of the place, whatever clock the reader lives by."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

THERE = ZoneInfo("Europe/Zurich")


def day(moment: datetime) -> str:
    """`samedi 12 décembre 2026`."""
    return date_format(localtime(moment, THERE), _("l j F Y"))


def hour(moment: datetime, zone: ZoneInfo = THERE) -> str:
    """`18 h 30`, or `18 h` on the hour; never broken."""
    there = localtime(moment, zone)
    return date_format(there, _("G \\h i") if there.minute else _("G \\h")).replace(" ", "\u00a0")


def span(starts_at: datetime, ends_at: datetime) -> str:
    """`samedi 12 décembre 2026, de 11 h à 17 h 30`; with both days when it ends on another one."""
    if localtime(starts_at, THERE).date() == localtime(ends_at, THERE).date():
        return _("{day}, de {start} à {end}").format(day=day(starts_at), start=hour(starts_at), end=hour(ends_at))
    return _("du {day}, {start}, au {last_day}, {end}").format(
        day=day(starts_at), start=hour(starts_at), last_day=day(ends_at), end=hour(ends_at)
    )
