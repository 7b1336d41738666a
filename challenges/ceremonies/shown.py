"""What stands beside a Qdéfi: when its ceremony is, and the way there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from challenges.ceremonies.models import Ceremony
from challenges.qdefis.models import Qdefi
from challenges.qdefis.rules import may_manage


def on_qdefi(request: HttpRequest, qdefi: Qdefi, now: datetime) -> Mapping[str, Any] | None:
    """The ceremony that is planned, runs, or was; for the house the way to its desk. One query."""
    planned, manages = Ceremony.objects.filter(qdefi=qdefi).first(), may_manage(request.user)
    if qdefi.is_draft or (planned is None and not manages):
        return None
    starts_at = planned.starts_at if planned else None
    is_over = qdefi.settled_at is not None
    return {"pk": qdefi.pk, "slug": qdefi.slug, "starts_at": starts_at, "is_over": is_over, "manages": manages}
