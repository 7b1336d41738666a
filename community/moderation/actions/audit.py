"""The moderation's log."""

from typing import Any

from community.members.models import Member
from community.moderation.models import AuditEntry


def record(
    verb: str,
    *,
    by: Member | None,
    kind: str = "",
    key: str = "",
    about_id: int | None = None,
    reason: str = "",
    **data: Any,
) -> None:
    """Write one act into the log, in the transaction that does it; by nobody when a rule of the house did it."""
    AuditEntry.objects.create(
        verb=verb,
        by=by,
        by_handle=by.handle if by else "",
        about_id=about_id,
        kind=kind,
        key=key,
        reason=reason,
        data=data,
    )
