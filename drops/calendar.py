"""The hours of drops in the house's calendar: when one opens, and not a word about what."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from community.gatherings.calendar import Entry
from community.gatherings.hours import hour
from drops.audiences import Audience
from drops.models import Drop, Phase
from drops.visibility import entry_of

SINCE = timedelta(days=31)  # openings that are longer ago concern nobody's calendar


def openings(now: datetime) -> list[Entry]:
    """The openings that everybody may know of. One query."""
    drops = Drop.objects.visible_to(None, now).filter(opens_at__gt=now - SINCE).select_related("universe")
    return [
        Entry(
            uid=f"drop-{drop.code}",
            summary=_("Drop de {hour}").format(hour=hour(drop.opens_at)),
            starts_at=drop.opens_at,
            ends_at=drop.closes_at,
            path=f"/drops/{drop.code}/",
            revised_at=drop.cancelled_at or drop.announced_at,
            sequence=1 if drop.cancelled_at else 0,
            status="CANCELLED" if drop.phase(now) == Phase.CANCELLED else "CONFIRMED",
        )
        for drop in drops.order_by("opens_at", "code")
        if entry_of(drop, Audience.ANONYMOUS, now) and drop.opens_at and drop.closes_at and drop.announced_at
    ]
