"""The house's calendar as calendar programs read it (RFC 5545), written by icalendar alone.

A higher part adds its own dates to the public calendar with `register_calendar` in its `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from icalendar import Calendar, vText
from icalendar import Event as Component

from community.gatherings.queries import Event, public_events
from community.text.clean import clean

CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """A date of the calendar. `uid` is its name for good, `path` its page; `status` as RFC 5545 calls it."""

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    path: str
    revised_at: datetime
    sequence: int = 0
    description: str = ""
    location: str = ""
    status: str = "CONFIRMED"


Entries = Callable[[datetime], Iterable[Entry]]

_calendars: dict[str, Entries] = {}


def register_calendar(name: str, entries: Entries) -> None:
    """Show these in the public calendar; `entries(now)` gives what everybody may know. A name belongs to one part."""
    if _calendars.get(name, entries) is not entries:
        raise ValueError(f"The calendar {name!r} is taken.")
    _calendars[name] = entries


def public_entries(now: datetime) -> list[Entry]:
    """Everything that everybody may know of: gatherings, and what other parts have registered."""
    registered = [entry for entries in _calendars.values() for entry in entries(now)]
    return [*(entry_of(event) for event in public_events(now)), *registered]


def entry_of(event: Event) -> Entry:
    """A gathering in the calendar; who waits for a seat comes perhaps."""
    status = "CANCELLED" if event.is_cancelled else "TENTATIVE" if event.is_waiting else "CONFIRMED"
    return Entry(
        uid=str(event.uid),
        summary=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        path=f"/evenements/{event.slug}/",
        revised_at=event.revised_at,
        sequence=event.sequence,
        description=event.summary,
        location=f"{event.place}, {event.address}",
        status=status,
    )


def write_calendar(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """The entries as one iCalendar file, times in UTC, without an alarm: whoever wants to be woken sets their own."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//Qommunity//{(get_language() or 'fr').upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", vText(clean(name)))  # unknown to icalendar, which would not escape it
    for entry in entries:
        calendar.add_component(_component(entry))
    written: bytes = calendar.to_ical()
    return written


def _component(entry: Entry) -> Component:
    """One VEVENT. icalendar escapes and folds; `clean` first makes every kind of line end the one that it escapes."""
    component = Component()
    component.add("uid", entry.uid)
    component.add("dtstamp", _utc(entry.revised_at))
    component.add("last-modified", _utc(entry.revised_at))
    component.add("sequence", entry.sequence)
    component.add("dtstart", _utc(entry.starts_at))
    component.add("dtend", _utc(entry.ends_at))
    component.add("summary", clean(entry.summary))
    component.add("status", entry.status)
    component.add("url", settings.SITE_URL + entry.path)
    for field, words in (("description", entry.description), ("location", entry.location)):
        if words:
            component.add(field, clean(words))
    return component


def _utc(moment: datetime) -> datetime:
    """Whole seconds, which is all that the format knows."""
    return moment.astimezone(UTC).replace(microsecond=0)
