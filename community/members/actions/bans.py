"""Who is kept out, for how long, and how they come back."""

import logging
from datetime import datetime

from django.db import connection, transaction
from django.db.models.functions import Now

from community.members.actions.accounts import end_sessions
from community.members.models import Ban, Member

logger = logging.getLogger("community.members.actions")

_LAPSE = """
WITH over AS (
    UPDATE members_ban SET lifted_at = until WHERE lifted_at IS NULL AND until <= clock_timestamp() RETURNING member_id
)
UPDATE members_member SET is_active = TRUE WHERE id IN (SELECT member_id FROM over)
"""


class NotBanned(Exception):
    """There is no ban in force to lift."""


@transaction.atomic
def ban_member(member: Member, *, by: Member, reason: str, until: datetime | None = None) -> Ban:
    """Keep a member out, for a reason and until a time or for good: no sign-in, no public card, sessions ended.

    A ban in force stays as it is.
    """
    lapse_bans()
    locked = Member.objects.select_for_update().get(pk=member.pk)
    ban, is_new = Ban.objects.get_or_create(
        member=locked, lifted_at=None, defaults={"by": by, "reason": reason, "until": until}
    )
    if is_new:
        _let_in(member, is_active=False)
        end_sessions(member)
        logger.warning("%s banned %s until %s: %s", by.handle, member.handle, until or "for good", reason)
    return ban


@transaction.atomic
def unban_member(member: Member, *, by: Member) -> None:
    """Let a banned member in again; the record of the ban stays. Refuses (`NotBanned`) where there is none in force."""
    if not Ban.objects.filter(member=member, lifted_at=None).update(lifted_at=Now(), lifted_by=by):
        raise NotBanned
    _let_in(member, is_active=True)
    logger.warning("%s lifted the ban of %s", by.handle, member.handle)


def lapse_bans() -> int:
    """Let everybody in again whose ban is over; one statement. Return how many.

    No job does this: whoever signs in or looks for a member who is not there settles it first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAPSE)
        return int(cursor.rowcount)


def _let_in(member: Member, *, is_active: bool) -> None:
    member.is_active = is_active
    member.save(update_fields=["is_active"])
