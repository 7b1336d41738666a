"""The idea that rises, on the home page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from ideas.box.queries.lists import rising_idea


def idea_panel(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """The idea under way that warms up most; None while the box is empty."""
    line = rising_idea(request.user)
    return None if line is None else {"line": line}
