"""The next gathering on the home page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from community.gatherings.queries import next_gathering


def gathering_panel(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """When and where one meets next; None while nothing is planned."""
    line = next_gathering(request.user, now)
    return None if line is None else {"line": line}
