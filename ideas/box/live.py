"""The topics of the box; docs/protocol.md has their shapes."""

import re
from typing import Any

from django.db import connection

from ideas.box.models import Visibility
from realtime.topics import LogTopic, State, StateTopic, Viewer

EVERYBODY = "all"
ID = r"[1-9][0-9]{0,17}"  # one spelling of a number, within a bigint

# State, counter and clock of one moment.
READ = """
SELECT i.state, i.supports, i.merged_into_id, coalesce(t.seq, 0), coalesce(t.kind, ''), clock_timestamp()
FROM box_idea i LEFT JOIN realtime_topic t ON t.name = 'idea:' || i.id
WHERE i.id = %s AND i.visibility = %s
"""


class BoxTopic(LogTopic):
    """`ideas`: ideas that come, and steps they take. Everybody may listen."""

    prefix = "ideas"
    keyed = False

    def name_for(self, viewer: Viewer, key: str) -> str | None:  # noqa: ARG002 -- there is one box
        return self.prefix


class IdeaTopic(StateTopic):
    """`idea:<id>`: where it stands, and how many stand behind it. Everybody may listen."""

    prefix = "idea"
    kind = "support"

    def audience(self, viewer: Viewer, key: str) -> str:  # noqa: ARG002 -- the same for all
        return EVERYBODY

    def read(self, key: str) -> State | None:
        if not re.fullmatch(ID, key):
            return None
        with connection.cursor() as cursor:
            cursor.execute(READ, [int(key), Visibility.SHOWN])
            row = cursor.fetchone()
        if row is None:
            return None
        state, supports, merged_into, seq, kind, now = row
        data: dict[str, Any] = {"state": state, "supports": supports}
        if merged_into is not None:
            data["merged_into"] = merged_into
        return State(seq=seq, now=now, data={EVERYBODY: data}, kind=kind)
