"""How the house says when: `{% moment post.at %}`."""

from datetime import datetime, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from realtime import clock

register = template.Library()


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """How long ago, or the day once that is clearer; the whole hour in the title."""
    there = localtime(at)
    return format_html(
        '<time class="moment" datetime="{}" title="{}">{}</time>', there.isoformat("T", "seconds"), full(at), ago(at)
    )


@register.filter
def full(at: datetime) -> str:
    """`lundi 23 novembre 2026, 10:10, heure de Zurich`, in the zone that is in force."""
    there = localtime(at)
    place = str(there.tzinfo).rpartition("/")[2].replace("_", " ")
    moment = date_format(there, _("l j F Y, H:i"))
    return _("{moment}, heure de {place}").format(moment=moment, place=place)


@register.filter
def ago(at: datetime) -> str:
    """`il y a 5 min`, `il y a 3 h`, `il y a 2 j`, then `12 mars`, and `12 mars 2025` in another year."""
    now = clock.now()
    past = max(timedelta(), now - at)
    minutes = int(past.total_seconds()) // 60
    if minutes < 1:
        return _("à l’instant")
    if minutes < 60:
        return _("il y a {count} min").format(count=minutes)
    if past < timedelta(days=1):
        return _("il y a {count} h").format(count=minutes // 60)
    if past < timedelta(days=7):
        return _("il y a {count} j").format(count=past.days)
    there = localtime(at)
    is_this_year = there.year == localtime(now).year
    return date_format(there, _("j F") if is_this_year else _("j F Y"))


@register.filter
def to_the_second(at: datetime) -> str:
    """`à 10:42:03` today, `le 3 mars à 10:42` else, in the zone in force."""
    there = localtime(at)
    if there.date() == localtime(clock.now()).date():
        return _("à {hour}").format(hour=date_format(there, "H:i:s"))
    return _("le {day} à {hour}").format(day=date_format(there, _("j F")), hour=date_format(there, "H:i"))
