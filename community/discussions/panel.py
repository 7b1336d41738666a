"""The café on the home page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from community.discussions.queries.threads import liveliest_threads


def cafe_panel(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """The three threads in which most is being said; None while nobody has said anything. One query."""
    lines = liveliest_threads(request.user, now)
    return {"lines": lines} if lines else None
