"""What stands beside a Qdéfi: when its ceremony is, and the way there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from challenges.ceremonies.models import Ceremony
from challenges.qdefis.models import Qdefi


def on_qdefi(request: HttpRequest, qdefi: Qdefi, now: datetime) -> Mapping[str, Any] | None:
    """The ceremony that is planned, runs, or was; one query."""
    planned = Ceremony.objects.filter(qdefi=qdefi).first()
    if planned is None or qdefi.is_draft:
        return None
    return {"slug": qdefi.slug, "starts_at": planned.starts_at, "is_over": qdefi.settled_at is not None}
