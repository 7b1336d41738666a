"""How drops are written: money, hours and lengths of time the Swiss way, and the words for scripts."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.gatherings.hours import THERE as HOUSE
from community.gatherings.hours import hour
from drops import words as vocabulary
from realtime.clock import to_ms

register = template.Library()


@register.filter
def chf(rappen: int) -> str:
    """`129000` → `CHF 1’290.–`, `129050` → `CHF 1’290.50`."""
    francs, cents = divmod(rappen, 100)
    whole = f"{francs:,}".replace(",", "’")
    return f"CHF\u00a0{whole}.{f'{cents:02}' if cents else '–'}"


@register.filter
def grouped(number: int) -> str:
    """`28800` → `28’800`."""
    return f"{number:,}".replace(",", "’")


@register.filter
def day(moment: datetime) -> str:
    """`dimanche 22 novembre`, in the house's zone."""
    return date_format(localtime(moment, HOUSE), _("l j F"))


@register.filter
def dated(moment: datetime) -> str:
    """`22 novembre 2026`, in the house's zone."""
    return date_format(localtime(moment, HOUSE), _("j F Y"))


register.filter("hour", hour)


@register.filter
def weekday(moment: datetime) -> str:
    """`dimanche`, in the house's zone."""
    return date_format(localtime(moment, HOUSE), "l")


@register.filter
def seconds(moment: datetime) -> str:
    """`10:14:32`, in the house's zone."""
    return date_format(localtime(moment, HOUSE), "H:i:s")


@register.filter
def milliseconds(moment: datetime) -> int:
    """As the wire carries times."""
    return to_ms(moment)


@register.simple_tag
def words_for(name: str) -> str:
    """The sentences of a script, as JSON for its `data-words`."""
    return vocabulary.for_script(SPEAKERS[name])


SPEAKERS: dict[str, vocabulary.Words] = {
    "countdown": vocabulary.countdown,
    "stamp": vocabulary.stamp,
    "claim": vocabulary.claim,
}
