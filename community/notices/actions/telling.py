"""Telling members something, in the transaction that makes it true."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from community.notices.actions.packing import Addressed, plan_deliveries
from community.notices.channels import all_channels
from community.notices.events import notice_added
from community.notices.kinds import APP, NoticeKind, kind_of
from community.notices.queries import wishes_of
from community.notices.rules import Wishes, wants
from realtime.announce import announce

MOST_UNREAD = 200  # a member; what is older counts as read

# Whoever must not be told is left out here. Rows are taken in the order of members, so that two tellings of the same
# thing cannot wait for each other.
TELL = """
INSERT INTO notices_notice AS n (member_id, kind, key, actor_id, data, count, at, is_listed)
SELECT m.id, %(kind)s, %(key)s, %(actor)s, %(data)s::jsonb, 1, clock_timestamp(), t.is_listed
FROM unnest(%(members)s::bigint[], %(listed)s::boolean[]) AS t (member_id, is_listed)
JOIN members_member m ON m.id = t.member_id
WHERE m.is_active AND m.id IS DISTINCT FROM %(actor)s
  AND NOT EXISTS (SELECT 1 FROM members_block b WHERE b.member_id = m.id AND b.blocked_id = %(actor)s)
ORDER BY m.id
ON CONFLICT (member_id, kind, key) WHERE read_at IS NULL AND key > ''
DO UPDATE SET count = n.count + 1, actor_id = excluded.actor_id, data = excluded.data, at = excluded.at,
    is_listed = excluded.is_listed
RETURNING id, member_id, is_listed
"""
# Everybody's number in one statement, and the rows beyond the cap.
UNREAD = """
SELECT member_id, count(*) FROM notices_notice
WHERE read_at IS NULL AND is_listed AND member_id = ANY(%s) GROUP BY member_id
"""
CAP = """
UPDATE notices_notice SET read_at = clock_timestamp() WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY member_id ORDER BY at DESC, id DESC) AS place
        FROM notices_notice WHERE read_at IS NULL AND is_listed AND member_id = ANY(%s)
    ) placed WHERE place > %s
)
"""


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell several members."""

    kind: str
    member_ids: Collection[int]
    actor_id: int | None = None
    key: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def tell(
    kind: str,
    member_ids: Collection[int],
    *,
    actor_id: int | None = None,
    key: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Tell members something, in the caller's transaction; announces `notice.added` to each. Several: `tell_all`.

    Never the actor, nobody who blocks the actor, nobody who is kept out, nobody who wants to hear of it nowhere. With a
    `key`, what is unread of the same kind and key becomes one line. Refuses a kind that nobody registered. For a few;
    for as many as like to listen there is `begin_round`.
    """
    tell_all(Telling(kind, member_ids, actor_id, key, data or {}))


def tell_all(*tellings: Telling) -> None:
    """Tell several things in one transaction; who is told by one is told no less by the next.

    Call it (or `tell`) once a transaction and before the caller's own `announce`: it holds the members' topics until
    the commit, and only one call takes them in order.
    """
    kinds = [_known(telling.kind) for telling in tellings]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("tell() belongs into the transaction that makes the change.")
    concerned = {member for telling in tellings for member in telling.member_ids}
    if not concerned:
        return
    wishes = wishes_of(concerned, {kind.name for kind in kinds})
    told = [
        Addressed(kind, *row)
        for kind, telling in zip(kinds, tellings, strict=True)
        for row in _write(telling, _places(kind, telling, wishes))
    ]
    plan_deliveries(told, wishes)
    listed = [each for each in told if each.is_listed]
    unread = _unread_of({each.member_id for each in listed})
    announce(*(notice_added(each.member_id, each.notice_id, each.kind.name, unread[each.member_id]) for each in listed))


def _known(name: str) -> NoticeKind:
    if kind := kind_of(name):
        return kind
    raise LookupError(f"Nobody registered the kind of notice {name!r}.")


def _places(kind: NoticeKind, telling: Telling, wishes: Mapping[int, Wishes]) -> dict[int, bool]:
    """Who wants to hear of it at all, and whether their list has it."""
    channels = [channel.name for channel in all_channels()]
    places = {}
    for member in telling.member_ids:
        if theirs := wishes.get(member):
            is_listed = wants(theirs, kind, APP)
            if is_listed or any(wants(theirs, kind, channel) for channel in channels):
                places[member] = is_listed
    return places


def _write(telling: Telling, places: Mapping[int, bool]) -> list[tuple[int, int, bool]]:
    """The new rows of one telling: notice, member, and whether it is listed."""
    if not places:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            TELL,
            {
                "kind": telling.kind,
                "key": telling.key,
                "actor": telling.actor_id,
                "data": json.dumps(telling.data, cls=DjangoJSONEncoder),
                "members": list(places),
                "listed": list(places.values()),
            },
        )
        return cursor.fetchall()


def _unread_of(member_ids: Iterable[int]) -> dict[int, int]:
    """How many each member has not read, after the cap."""
    members = list(member_ids)
    if not members:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [members])
        unread = defaultdict(int, cursor.fetchall())
        if over := [member for member, number in unread.items() if number > MOST_UNREAD]:
            cursor.execute(CAP, [over, MOST_UNREAD])
            unread.update(dict.fromkeys(over, MOST_UNREAD))
    return unread
