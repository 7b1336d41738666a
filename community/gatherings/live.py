"""The topic of a gathering; docs/protocol.md has its shape."""

import re

from django.db import connection

from community.gatherings.models import GatheringState
from community.gatherings.models.gatherings import LONGEST_SLUG
from realtime.topics import State, StateTopic, Viewer

EVERYBODY = "all"
SLUG = rf"[-a-zA-Z0-9_]{{1,{LONGEST_SLUG}}}"

# State, counter and clock of one moment.
READ = """
SELECT g.state, g.seats, g.capacity, g.waiting, coalesce(t.seq, 0), coalesce(t.kind, ''), clock_timestamp()
FROM gatherings_gathering g LEFT JOIN realtime_topic t ON t.name = 'gathering:' || g.slug
WHERE g.slug = %s AND g.state <> %s
"""


class GatheringTopic(StateTopic):
    """`gathering:<slug>`: how many seats are taken, and how many people wait. Everybody may listen."""

    prefix = "gathering"
    kind = "seats"

    def audience(self, viewer: Viewer, key: str) -> str:  # noqa: ARG002 -- the same for all
        return EVERYBODY

    def read(self, key: str) -> State | None:
        if not re.fullmatch(SLUG, key):
            return None
        with connection.cursor() as cursor:
            cursor.execute(READ, [key, GatheringState.DRAFT])
            row = cursor.fetchone()
        if row is None:
            return None
        state, seats, capacity, waiting, seq, kind, now = row
        data = {"state": state, "seats": seats, "capacity": capacity, "waiting": waiting}
        return State(seq=seq, now=now, data={EVERYBODY: data}, kind=kind)
