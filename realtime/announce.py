"""How a change is told: numbered in the transaction that makes it, hinted to the hubs once it is committed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from realtime import relay

# One statement numbers everything. Rows of `realtime_topic` are locked in the order of their names until the commit,
# so that numbers have no gap, come in the order of commits, and two announcements cannot wait for each other.
NUMBER = """
WITH step AS (
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS s(topic, kind, data, place)
), raised AS (
    INSERT INTO realtime_topic AS t (name, seq, kind)
    SELECT topic, count(*), (array_agg(kind ORDER BY place DESC))[1] FROM step GROUP BY topic ORDER BY topic
    ON CONFLICT (name) DO UPDATE SET seq = t.seq + excluded.seq, kind = excluded.kind
    RETURNING name, seq
)
INSERT INTO realtime_event (topic, seq, kind, data, at)
SELECT topic, number, kind, data::jsonb, clock_timestamp() FROM (
    SELECT s.*, r.seq + 1 - row_number() OVER (PARTITION BY s.topic ORDER BY s.place DESC) AS number
    FROM step s JOIN raised r ON r.name = s.topic
) numbered WHERE data IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that moved. Without `data` a state topic's counter rises; with `data` a log topic gets a step."""

    topic: str
    kind: str
    data: Mapping[str, Any] | None = None


class Cursor(Protocol):
    """Django's cursor or psycopg's."""

    def execute(self, query: Any, params: Any = None, /) -> Any: ...


def announce(*steps: Step) -> None:
    """Number the steps in this transaction and hint the hubs when it commits.

    Refuses outside a transaction. Call it once and last: it holds the topics' rows until the commit.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("announce() belongs into the transaction that makes the change.")
    if not steps:
        return
    with connection.cursor() as cursor:
        write_steps(cursor, steps)
    transaction.on_commit(partial(hint, [step.topic for step in steps]))


def write_steps(cursor: Cursor, steps: Sequence[Step]) -> None:
    """Number the steps on a cursor of the caller's, who commits and then calls `hint`."""
    data = [None if step.data is None else json.dumps(step.data, cls=DjangoJSONEncoder) for step in steps]
    cursor.execute(NUMBER, [[step.topic for step in steps], [step.kind for step in steps], data])


def hint(topics: Iterable[str]) -> None:
    """Poke the hubs of this and of all other processes. Never raises: a lost hint costs at most two seconds."""
    relay.send(topics)
