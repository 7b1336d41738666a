"""The Qdéfi of the moment, on the home page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from challenges.ceremonies.queries import current_qdefi


def qdefi_panel(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """The Qdéfi one can do something about, and its ceremony where one is planned; None while there is none."""
    current = current_qdefi(now)
    return None if current is None else {"line": current.line, "ceremony_at": current.ceremony_at}
