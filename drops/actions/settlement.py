"""A round of the queue against the database: lock the drops, read, decide in memory, write, one transaction.

It works on a plain psycopg connection, so that the claim writer and Django's own transactions share every statement.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import psycopg
from django.conf import settings
from psycopg.rows import dict_row

from drops import events
from drops.models import Drop
from drops.rounds import ClaimAnswer, ClaimRequest, DueHold, Entry, Round
from drops.rules import Claimant, ClaimRefused
from realtime.announce import Step

# A drop that is not announced yet has nothing to settle, and must take no longer than one that does not exist.
LOCK_DROPS = """
SELECT id, code, mode, rehearsal, total, per_member, announced_at, opens_at, closes_at, armed_at, paused_at,
       cancelled_at, places, claimants, sold, head
FROM drops_drop WHERE code = ANY(%s) AND announced_at <= clock_timestamp() AND armed_at IS NOT NULL
ORDER BY id FOR UPDATE
"""

# Everything below is read after the lock, each statement by a snapshot of its own.
# The rights of staff alone are looked up; everybody else costs nothing.
READ_MEMBERS = """
SELECT m.id, m.email, m.date_joined AS joined_at,
       m.is_staff AND (m.is_superuser OR EXISTS (
           SELECT FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
           WHERE t.app_label = 'drops' AND p.codename = 'manage_drop' AND (
               EXISTS (
                   SELECT FROM members_member_user_permissions u WHERE u.member_id = m.id AND u.permission_id = p.id
               )
               OR EXISTS (
                   SELECT FROM members_member_groups g JOIN auth_group_permissions r USING (group_id)
                   WHERE g.member_id = m.id AND r.permission_id = p.id
               )
           )
       )) AS in_team,
       EXISTS (
           SELECT FROM account_emailaddress e WHERE e.user_id = m.id AND e.email = m.email AND e.verified
       ) AS confirmed
FROM members_member m WHERE m.id = ANY(%s) AND m.is_active
"""
ENTRY = """
SELECT c.id, c.drop_id, c.member_id, c.place, c.key, c.quantity, c.granted, c.status, c.entered_at, c.earlier_place,
       c.earlier_key,
       (SELECT max(h.until) FROM drops_hold h WHERE h.claim_id = c.id AND h.state IN ('live', 'ordered')) AS until
"""
READ_KNOWN = f"""
{ENTRY} FROM drops_claim c WHERE c.id IN (
    SELECT id FROM drops_claim WHERE member_id = ANY(%(members)s) AND drop_id = ANY(%(drops)s)
    UNION SELECT id FROM drops_claim WHERE key = ANY(%(keys)s)
    UNION SELECT id FROM drops_claim WHERE earlier_key = ANY(%(keys)s)
    UNION SELECT claim_id FROM drops_hold
          WHERE drop_id = ANY(%(drops)s) AND state = 'live' AND until <= clock_timestamp()
)
"""  # noqa: S608 -- put together from constants
# As many as could be served at most: what neither an order nor a running hold keeps.
READ_WAITING = f"""
{ENTRY} FROM drops_drop d CROSS JOIN LATERAL (
    SELECT * FROM drops_claim WHERE drop_id = d.id AND status = 'waiting' ORDER BY place
    LIMIT d.total - d.sold - (
        SELECT count(*) FROM drops_hold
        WHERE drop_id = d.id AND state = 'live' AND until > clock_timestamp()
    )
) c WHERE d.id = ANY(%s) ORDER BY c.drop_id, c.place
"""  # noqa: S608 -- put together from constants
READ_DUE = """
SELECT h.drop_id, h.id, h.piece_id, p.number, h.claim_id
FROM drops_hold h JOIN drops_piece p ON p.id = h.piece_id
WHERE h.drop_id = ANY(%s) AND h.state = 'live' AND h.until <= clock_timestamp()
"""
READ_FREE = """
SELECT p.drop_id, p.number, p.id FROM drops_piece p WHERE p.drop_id = ANY(%s) AND NOT EXISTS (
    SELECT FROM drops_hold h WHERE h.piece_id = p.id AND h.state IN ('live', 'ordered')
) ORDER BY p.drop_id, p.number
"""

READ_CLOCK = "SELECT clock_timestamp() AS now"

LAPSE_HOLDS = "UPDATE drops_hold SET state = 'lapsed' WHERE id = ANY(%s)"
WRITE_CHANGED = """
UPDATE drops_claim c SET place = n.place, key = n.key, quantity = n.quantity, granted = n.granted, status = n.status,
       entered_at = n.entered_at, earlier_place = n.earlier_place, earlier_key = n.earlier_key
FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::smallint[], %s::smallint[], %s::text[], %s::timestamptz[],
            %s::int[], %s::text[])
     AS n(id, place, key, quantity, granted, status, entered_at, earlier_place, earlier_key)
WHERE c.id = n.id
"""
WRITE_ENTERED = """
INSERT INTO drops_claim (drop_id, cap, member_id, place, key, quantity, granted, status, entered_at)
SELECT * FROM unnest(%s::bigint[], %s::smallint[], %s::bigint[], %s::int[], %s::text[], %s::smallint[],
                     %s::smallint[], %s::text[], %s::timestamptz[])
"""
WRITE_HOLDS = """
INSERT INTO drops_hold (drop_id, piece_id, claim_id, slot, quantity, until, state)
SELECT n.drop_id, n.piece_id, c.id, n.slot, c.quantity, n.until, 'live'
FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::smallint[], %s::timestamptz[])
     AS n(drop_id, place, piece_id, slot, until)
JOIN drops_claim c ON c.drop_id = n.drop_id AND c.place = n.place
"""
WRITE_DROPS = """
UPDATE drops_drop d SET places = n.places, claimants = n.claimants, head = n.head
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::text[]) AS n(id, places, claimants, head) WHERE d.id = n.id
"""


@dataclass(slots=True)
class Outcome:
    """What a settlement did: `answers` stand in the order of the requests, `steps` wait to be announced."""

    answers: list[ClaimAnswer | ClaimRefused] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def lock_drops(connection: psycopg.Connection, codes: Iterable[str]) -> list[Drop]:
    """Lock the drops' rows in the order of their ids and return them as they are under the lock."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return [Drop(**row) for row in cursor.execute(LOCK_DROPS, [sorted(set(codes))])]


def settle(connection: psycopg.Connection, codes: Iterable[str], requests: Sequence[ClaimRequest] = ()) -> Outcome:
    """Lapse, let in and serve for these drops, within the caller's transaction. Announces nothing itself.

    A request that breaks a rule is answered by its `ClaimRefused`; it stands in nobody's way.
    """
    drops = lock_drops(connection, codes)
    if not drops:
        return Outcome(answers=[ClaimRefused("unknown_topic") for _ in requests])
    members, owners, rounds = _read(connection, drops, requests)
    for each in rounds.values():
        each.lapse()
    entered = [_enter(request, members, owners, rounds) for request in requests]
    for each in rounds.values():
        each.serve()
    _write(connection, rounds.values())
    return Outcome(
        answers=[_answer(request, found, rounds) for request, found in zip(requests, entered, strict=True)],
        steps=[step for each in rounds.values() for step in _steps(each)],
    )


Owner = tuple[str, int]  # a drop's code and a member


def _enter(
    request: ClaimRequest, members: dict[int, Claimant], owners: dict[str, Owner], rounds: dict[str, Round]
) -> Entry | ClaimRefused:
    """Let one request in; a key that is somebody else's, or another drop's, is refused before all."""
    claimant, each = members.get(request.member_id), rounds.get(request.code)
    if claimant is None:
        return ClaimRefused("login_required")
    if each is None:
        return ClaimRefused("unknown_topic")
    owner = (request.code, request.member_id)
    if owners.get(request.key, owner) != owner:
        return ClaimRefused("key_reused")
    try:
        entry = each.enter(request, claimant)
    except ClaimRefused as refused:
        return refused
    owners[request.key] = owner
    return entry


def _answer(request: ClaimRequest, found: Entry | ClaimRefused, rounds: dict[str, Round]) -> ClaimAnswer | ClaimRefused:
    """What the request is told, as things stand after everybody was served."""
    if isinstance(found, Entry):
        return found.answer(request.code)
    if found.code == "already_claimed":
        found.claim = rounds[request.code].claim_of(request.member_id)
    return found


def _read(
    connection: psycopg.Connection, drops: list[Drop], requests: Sequence[ClaimRequest]
) -> tuple[dict[int, Claimant], dict[str, Owner], dict[str, Round]]:
    """The facts of a settlement; `owners` says whose the keys are that somebody sent and that are taken already."""
    ids = [drop.pk for drop in drops]
    asking = [request.member_id for request in requests]
    keys = [request.key for request in requests]
    # Due holds before claims, so that the claim of each of them is among the known.
    people, due, known, waiting, free, clock = _fetch(
        connection,
        (READ_MEMBERS, [asking]),
        (READ_DUE, [ids]),
        (READ_KNOWN, {"members": asking, "drops": ids, "keys": keys}),
        (READ_WAITING, [ids]),
        (READ_FREE, [ids]),
        (READ_CLOCK, []),
    )
    members = {row["id"]: Claimant(**row) for row in people}
    # One entry a claim, though it may be known and waiting.
    entries = {row["id"]: (row.pop("drop_id"), Entry(**row)) for row in [*known, *waiting]}
    facts = {
        "due": _by_drop((row.pop("drop_id"), DueHold(**row)) for row in due),
        "known": _by_drop(entries[row["id"]] for row in known),
        "waiting": _by_drop(entries[row["id"]] for row in waiting),
        "free": _by_drop((row["drop_id"], (row["number"], row["id"])) for row in free),
    }
    now, hold = clock[0]["now"], settings.HOLD_DURATION
    rounds = {
        drop.code: Round(drop=drop, now=now, hold=hold, **{name: of[drop.pk] for name, of in facts.items()})
        for drop in drops
    }
    return members, _owners(entries.values(), drops, set(keys)), rounds


def _fetch(connection: psycopg.Connection, *statements: tuple[str, Any]) -> list[list[dict[str, Any]]]:
    """The rows of several statements, sent together and run one after the other."""
    with connection.pipeline():
        cursors = [connection.cursor(row_factory=dict_row).execute(sql, params) for sql, params in statements]
        return [cursor.fetchall() for cursor in cursors]


def _by_drop(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for drop_id, item in pairs:
        groups[drop_id].append(item)
    return groups


def _owners(entries: Iterable[tuple[int, Entry]], drops: Iterable[Drop], keys: set[str]) -> dict[str, Owner]:
    """Whose the keys are; a drop that is not settled now counts as another one."""
    codes = {drop.pk: drop.code for drop in drops}
    return {
        key: (codes.get(drop_id, ""), entry.member_id)
        for drop_id, entry in entries
        for key in (entry.key, entry.earlier_key)
        if key in keys
    }


CHANGED = attrgetter(
    "id", "place", "key", "quantity", "granted", "status", "entered_at", "earlier_place", "earlier_key"
)
ENTERED = attrgetter("member_id", "place", "key", "quantity", "granted", "status", "entered_at")


def _write(connection: psycopg.Connection, rounds: Iterable[Round]) -> None:
    """Keep what the rounds decided: one statement a table, and none where nothing changed."""
    moved = [(each.drop, each) for each in rounds if each.changed]
    changed = [(drop, entry) for drop, each in moved for entry in each.changed.values()]
    grants = [(drop.pk, grant) for drop, each in moved for grant in each.grants]
    # Holds lapse first: a claim that enters again with another quantity takes its former holds along.
    statements = [
        (LAPSE_HOLDS, [(due.id,) for _, each in moved for due in each.due]),
        (WRITE_CHANGED, [CHANGED(entry) for _, entry in changed if entry.id is not None]),
        (WRITE_ENTERED, [(drop.pk, drop.per_member, *ENTERED(entry)) for drop, entry in changed if entry.id is None]),
        (WRITE_HOLDS, [(pk, each.entry.place, each.piece_id, each.slot, each.entry.until) for pk, each in grants]),
        (WRITE_DROPS, [(drop.pk, drop.places, drop.claimants, drop.head) for drop, _ in moved]),
    ]
    with connection.pipeline():
        for statement, rows in statements:
            if rows:  # turned into the columns that `unnest` takes
                connection.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def _steps(each: Round) -> list[Step]:
    """What a round has to announce: its stock, and to each member the claim that changed."""
    if not each.changed:
        return []
    code = each.drop.code
    mine = [events.claim_changed(entry.member_id, entry.answer(code)) for entry in each.changed.values()]
    return [*events.stock_moved(each.drop), *mine]
