"""The creation one can have a say in now, on the home page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from ideas.creations.queries import running_creation


def creation_panel(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """The creation whose open stage closes first; None while none is open."""
    line = running_creation(now)
    return None if line is None else {"line": line}
