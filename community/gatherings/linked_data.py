"""What search engines read of a gathering: Schema.org data as plain dictionaries. `site` is the house's origin."""

from typing import Any

from community.gatherings.queries import GatheringPage
from community.pictures.queries import address


def event(page: GatheringPage, site: str) -> dict[str, Any]:
    """A gathering as an event that one attends in person."""
    line = page.line
    status = "EventCancelled" if line.is_cancelled else "EventScheduled"
    data: dict[str, Any] = {
        "@type": "Event",
        "name": line.title,
        "description": line.summary,
        "url": site + line.url,
        "inLanguage": f"{line.language}-CH",
        "startDate": line.starts_at.isoformat(),
        "endDate": line.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": line.capacity,
        "remainingAttendeeCapacity": line.free,
        "location": {"@type": "Place", "name": line.place, "address": page.address},
        "organizer": {"@type": "Organization", "name": "Qlock", "url": site},
    }
    if line.picture:
        data["image"] = site + address(line.picture.token, 1440, "jpg")
    return data
