"""The topic of a ballot; docs/protocol.md has its shape."""

import json
import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from ideas.ballots.actions.sealing import settle_ballot
from ideas.ballots.models import Ballot, Phase
from ideas.ballots.tally import first_round
from realtime import clock
from realtime.clock import to_ms
from realtime.topics import State, StateTopic, Viewer

EVERYBODY = "all"
NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)

# State, counter and clock of one moment; choices only of a ballot that shows what they come to.
READ = """
SELECT coalesce(t.seq, 0), coalesce(t.kind, ''), clock_timestamp(),
       b.method, b.opens_at, b.closes_at, b.sealed_at, b.eligible, b.voted, b.shows_tally,
       b.outcome->'winners', b.digest,
       (SELECT array_agg(o.id ORDER BY o.id) FROM ballots_option o WHERE o.ballot_id = b.id),
       (SELECT jsonb_agg(v.choice) FROM ballots_vote v WHERE b.shows_tally AND v.ballot_id = b.id)
FROM ballots_ballot b LEFT JOIN realtime_topic t ON t.name = 'ballot:' || b.id
WHERE b.id = %s AND b.published_at IS NOT NULL
"""


class BallotTopic(StateTopic):
    """`ballot:<id>`: how many have voted of how many, and once it is sealed who won. Everybody may listen."""

    prefix = "ballot"
    kind = "turnout"

    def audience(self, viewer: Viewer, key: str) -> str:  # noqa: ARG002 -- the same for all
        return EVERYBODY

    def read(self, key: str) -> State | None:
        if not NUMBER.fullmatch(key):
            return None
        with connection.cursor() as cursor:
            cursor.execute(READ, [int(key)])
            row = cursor.fetchone()
        if row is None:
            return None
        seq, kind, now, *facts = row
        data, next_change = _shape(now, *facts)
        return State(seq=seq, now=now, data={EVERYBODY: data}, next_change=next_change, kind=kind)

    def look(self, keys: Collection[str]) -> None:
        """Open and seal what is being watched and whose hour has come."""
        now = clock.now()
        numbers = [int(key) for key in keys if NUMBER.fullmatch(key)]
        due = Q(closes_at__lte=now) | Q(opens_at__lte=now, opened_at=None)
        for ballot in Ballot.objects.public().filter(due, pk__in=numbers, sealed_at=None):
            settle_ballot(ballot, now)


def _shape(
    now: datetime,
    method: str,
    opens_at: datetime,
    closes_at: datetime,
    sealed_at: datetime | None,
    eligible: int | None,
    voted: int,
    shows_tally: bool,  # noqa: FBT001 -- columns of one row
    winners: str | None,
    digest: str,
    options: list[int],
    choices: str | None,
) -> tuple[dict[str, Any], datetime | None]:
    """What everybody is told, and when the clock alone will change it. What is not known yet is absent."""
    row = Ballot(opens_at=opens_at, closes_at=closes_at, published_at=opens_at, sealed_at=sealed_at)
    phase = row.phase(now)
    data: dict[str, Any] = {"state": phase.value, "opens_at": to_ms(opens_at), "closes_at": to_ms(closes_at)}
    if eligible is not None:
        data |= {"eligible": eligible, "voted": voted}
    if shows_tally and eligible is not None and sealed_at is None:
        counts = first_round(method, options, json.loads(choices or "[]"))
        data["counts"] = {str(option): count for option, count in counts.items()}
    if sealed_at is not None:
        data |= {"winners": json.loads(winners or "[]"), "digest": digest}
    return data, {Phase.PLANNED: opens_at, Phase.OPEN: closes_at}.get(phase)
