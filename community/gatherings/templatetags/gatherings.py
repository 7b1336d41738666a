"""How a gathering's day is written and drawn: by the clock of the place."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime

from community.gatherings import hours

register = template.Library()
register.filter("hour_there", hours.hour)
register.filter("day_there", hours.day)


@register.simple_tag
def span(starts_at: datetime, ends_at: datetime) -> str:
    """`samedi 12 décembre 2026, de 11 h à 17 h 30`."""
    return hours.span(starts_at, ends_at)


@register.inclusion_tag("gatherings/_window.html")
def window(moment: datetime, size: str = "") -> dict[str, str]:
    """The day in a date window, as a watch shows it. Mute: the whole date stands beside it."""
    there = localtime(moment, hours.THERE)
    parts = {"weekday": "D", "number": "j", "month": "M"}
    return {"size": size} | {name: date_format(there, pattern) for name, pattern in parts.items()}
