"""Points: given, and taken back. Lines of the ledger and what they add up to are one transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from community.members.trust import day_of
from community.recognition.jobs import put_review_aside
from community.recognition.queries import switches
from community.recognition.reasons import reason_called
from community.recognition.seasons import season_of

# A member's lines are written one after the other: whoever does holds the row of their balance. It is made where there
# is none; nobody whose account is closed has one locked, so nothing is written for them.
LOCK = """
INSERT INTO recognition_total AS t (member_id, season, universe_id, points)
SELECT m.id, '', NULL, 0 FROM members_member m WHERE m.id = ANY(%s) AND m.is_active ORDER BY m.id
ON CONFLICT (member_id, season, universe_id) DO UPDATE SET points = t.points
RETURNING member_id
"""

STANDING = """
e.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM recognition_entry r WHERE r.reverses_id = e.id)
"""

# What stands of the day counts against its cap; what was taken back gives its room back.
AWARD = f"""
INSERT INTO recognition_entry (member_id, points, reason, source, universe_id, turn, at)
SELECT m.id, least(%(points)s, greatest(0, %(cap)s - today.points)),
    %(reason)s, %(source)s, %(universe)s, 1 + formerly.turns, %(at)s
FROM unnest(%(members)s::bigint[]) AS m (id)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.points), 0) AS points FROM recognition_entry e
    WHERE e.member_id = m.id AND e.reason = %(reason)s AND e.day = %(day)s AND {STANDING}
) AS today
CROSS JOIN LATERAL (
    SELECT count(*) AS turns, coalesce(bool_or({STANDING}), FALSE) AS stands FROM recognition_entry e
    WHERE e.member_id = m.id AND e.reason = %(reason)s AND e.source = %(source)s AND e.reverses_id IS NULL
) AS formerly
WHERE NOT formerly.stands
"""  # noqa: S608 -- its own words

REVERSE = f"""
INSERT INTO recognition_entry (member_id, points, reason, source, universe_id, turn, reverses_id, at)
SELECT e.member_id, -e.points, e.reason, e.source, e.universe_id, e.turn, e.id, %(at)s FROM recognition_entry e
WHERE e.member_id = ANY(%(members)s) AND e.reason = %(reason)s AND e.source = %(source)s AND {STANDING}
"""  # noqa: S608 -- likewise

# Each line counts for all time and for its season, with and without its universe.
COUNTED = """
WITH moved AS ({write} RETURNING member_id, universe_id, points), counted AS (
    INSERT INTO recognition_total AS t (member_id, season, universe_id, points)
    SELECT moved.member_id, s.season, u.id, sum(moved.points) FROM moved
    CROSS JOIN unnest(ARRAY['', %(season)s]) AS s (season)
    CROSS JOIN LATERAL (SELECT NULL::bigint AS id UNION SELECT moved.universe_id) AS u
    WHERE moved.points <> 0
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (member_id, season, universe_id) DO UPDATE SET points = t.points + excluded.points
)
SELECT member_id, points FROM moved
"""


def award(member_id: int | None, reason: str, source: str, *, universe_id: int | None = None) -> int:
    """Give a member the points of a reason for one thing, in the caller's transaction; answers how many.

    Harmless when repeated: one thing counts once for a reason, until it is taken back. Beyond the day's cap the line is
    written with the points that were left, if only none. Nothing for a closed account or None, the author who left.
    Who awards and takes back for several in one transaction calls `lock_accounts` first. Refuses (`LookupError`) a
    reason that nobody registered.
    """
    members = [] if member_id is None else [member_id]
    return sum(award_all(members, reason, source, universe_id=universe_id).values())


def award_all(
    member_ids: Collection[int], reason: str, source: str, *, universe_id: int | None = None
) -> dict[int, int]:
    """Give several members the points of a reason for the same thing; answers how many each got who had none yet."""
    meant = reason_called(reason)
    _check_place()
    if not member_ids or not switches().is_on:
        return {}
    facts = {"points": meant.points, "cap": meant.cap, "source": source, "universe": universe_id}
    return _write(AWARD, member_ids, reason, facts)


def reverse_award(member_id: int | None, reason: str, source: str) -> int:
    """Take back what a member got for a thing, by a line of its own; answers how many points that moved.

    Harmless when repeated, and where nothing was given. The thing may be awarded anew afterwards.
    """
    reason_called(reason)
    _check_place()
    members = [] if member_id is None else [member_id]
    return sum(_write(REVERSE, members, reason, {"source": source}, is_reversal=True).values())


def lock_accounts(*member_ids: int | None) -> list[int]:
    """Hold the balances of these members until the commit, in order of id; answers those whose account is open."""
    wanted = sorted({pk for pk in member_ids if pk is not None})
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [wanted])
        return [row[0] for row in cursor.fetchall()]


def read_clock() -> datetime:
    """The database's time of this very moment: read after the lock, for the day may have ended meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def _write(
    statement: str, member_ids: Collection[int], reason: str, facts: dict[str, Any], *, is_reversal: bool = False
) -> dict[int, int]:
    members = lock_accounts(*member_ids)
    at = read_clock()
    day = day_of(at)
    known: dict[str, Any] = {"members": members, "reason": reason, "at": at, "day": day, "season": str(season_of(day))}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(write=statement), known | facts)
        moved = dict(cursor.fetchall())
    if moved:
        put_review_aside(moved, after_reversal=is_reversal)
    return moved


def _check_place() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Points belong into the transaction that makes the change.")
