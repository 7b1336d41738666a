"""What members do, counted, and the levels that follow from it."""

import logging
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models.functions import Now

from community.members import heralds, queries, rules
from community.members.models import Member, Nomination
from community.members.trust import Standing, TrustLevel, day_of, days_seen, level_for
from realtime import clock

logger = logging.getLogger("community.members.actions")

# One statement counts. A day is seen once; the window moves on by the days since the last one and never back.
_RECORD = """
WITH a AS (
    INSERT INTO members_activity AS a
        (member_id, days, last_day, "window", read, written, liked, received, upheld, upheld_on)
    VALUES (
        %(member)s, %(seen)s::int, CASE WHEN %(seen)s THEN %(today)s::date END, %(seen)s::int::bit(100),
        greatest(0, %(read)s), greatest(0, %(written)s), greatest(0, %(liked)s), greatest(0, %(received)s),
        greatest(0, %(upheld)s), CASE WHEN %(upheld)s > 0 THEN %(today)s::date END
    )
    ON CONFLICT (member_id) DO UPDATE SET
        days = a.days + (%(seen)s AND coalesce(a.last_day < %(today)s, TRUE))::int,
        last_day = CASE WHEN %(seen)s THEN greatest(a.last_day, %(today)s) ELSE a.last_day END,
        "window" = CASE
            WHEN NOT %(seen)s THEN a."window"
            ELSE (a."window" << greatest(0, %(today)s - coalesce(a.last_day, %(today)s))) | 1::bit(100)
        END,
        read = greatest(0, a.read + %(read)s),
        written = greatest(0, a.written + %(written)s),
        liked = greatest(0, a.liked + %(liked)s),
        received = greatest(0, a.received + %(received)s),
        upheld = greatest(0, a.upheld + %(upheld)s),
        upheld_on = CASE
            WHEN %(upheld)s > 0 THEN %(today)s
            WHEN a.upheld + %(upheld)s > 0 THEN a.upheld_on
        END
    RETURNING *
)
SELECT m.level, m.date_joined, a.days, a.last_day, a."window", a.read, a.written, a.received, a.upheld_on
FROM a JOIN members_member m ON m.id = a.member_id
"""


class NotNominated(Exception):
    """The house speaks up for nobody here."""


class _Row(NamedTuple):
    level: int
    joined: datetime
    days: int
    last_day: date | None
    window: str
    read: int
    written: int
    received: int
    upheld_on: date | None


@transaction.atomic
def record_activity(
    member_id: int, *, read: int = 0, written: int = 0, liked: int = 0, received: int = 0, upheld: int = 0
) -> None:
    """Count what a member did (`read`, `written`, `liked`: a day seen) and what came to them; negative takes back.

    `received` are likes from others, `upheld` flags against the member that the team found right. Two members in one
    transaction: in the order of their ids. The level follows when a threshold is crossed.
    """
    now = clock.now()
    counts = {"read": read, "written": written, "liked": liked, "received": received, "upheld": upheld}
    seen = max(read, written, liked) > 0
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, counts | {"member": member_id, "seen": seen, "today": day_of(now)})
        row = cursor.fetchone()
    if row and _may_move(_Row(*row), now):
        review_level(member_id)


def _may_move(row: _Row, now: datetime) -> bool:
    """Would the level move if the address were confirmed? What is not in the row is asked only then."""
    level = TrustLevel(row.level)
    standing = Standing(
        level=level,
        joined=row.joined,
        is_confirmed=True,
        days=row.days,
        days_seen=days_seen(row.window, row.last_day, now),
        read=row.read,
        written=row.written,
        received=row.received,
        upheld_on=row.upheld_on,
        named=level if level == TrustLevel.GUIDE else None,
    )
    return level_for(standing, now) != level


@transaction.atomic
def review_level(member_id: int) -> TrustLevel:
    """Give a member the level that their standing is worth, and tell the heralds when it moved. Return it."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    now = clock.now()
    before, after = TrustLevel(member.level), level_for(queries.standing_of(member, now), now)
    if after != before:
        Member.objects.filter(pk=member_id).update(level=after)
        heralds.tell(member_id, before, after)
    return after


@transaction.atomic
def nominate_member(member: Member, *, level: TrustLevel, by: Member, reason: str) -> Nomination:
    """Speak up for a member, with a trace: at least a member, or a guide for as long as they are a regular.

    A nomination in force is ended by the new one. Refuses (`PermissionError`) who may not.
    """
    if not rules.may_nominate(by):
        raise PermissionError
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    Nomination.objects.filter(member=member, ended_at=None).update(ended_at=Now(), ended_by=by)
    nomination = Nomination(member=member, level=level, by=by, reason=reason)
    nomination.full_clean(exclude=["at", "ended_by", "ended_at"])
    nomination.save()
    logger.warning("%s nominated %s to level %s: %s", by.handle, member.handle, int(level), reason)
    review_level(member.pk)
    return nomination


@transaction.atomic
def end_nomination(member: Member, *, by: Member) -> None:
    """Take a nomination back; the record stays. Refuses (`NotNominated`) where there is none, and who may not."""
    if not rules.may_nominate(by):
        raise PermissionError
    if not Nomination.objects.filter(member=member, ended_at=None).update(ended_at=Now(), ended_by=by):
        raise NotNominated
    logger.warning("%s ended the nomination of %s", by.handle, member.handle)
    review_level(member.pk)
