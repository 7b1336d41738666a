"""Reading the event log: what a hub did not hear, what a client missed, what may be forgotten."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from realtime import clock, frames
from realtime.frames import Frame
from realtime.models import Epoch, Event, new_epoch
from realtime.topics import LogTopic, Viewer

KEPT_STEPS = 500
KEPT = "10 minutes"
FORGOTTEN = "12 minutes"  # a little later, so that whoever resumes at the edge still finds all of it
SWEEP = 50_000  # rows at a time
SWEEPER = 7_215_001  # the advisory lock of the one who sweeps


@dataclass(frozen=True, slots=True)
class Recorded:
    """A step as it was written; `name` is the topic's name in the log."""

    name: str
    seq: int
    kind: str
    data: str
    at: datetime

    def frame(self, topic: str) -> Frame:
        """As it goes out, under the name the client knows."""
        return frames.event(topic=topic, seq=self.seq, now=self.at, kind=self.kind, data=self.data)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a log topic answers a subscription: with the missed steps, or with a fresh snapshot's data."""

    seq: int
    now: datetime
    missed: Sequence[Recorded] | None
    data: Mapping[str, Any]


def read_epoch() -> str:
    """The database's epoch, made at the first reading."""
    epoch, _ = Epoch.objects.get_or_create(id=1)
    return epoch.value


def change_epoch() -> str:
    """Give the database a new epoch: every hub closes its sockets with 4409 within two seconds."""
    epoch, _ = Epoch.objects.update_or_create(id=1, defaults={"value": new_epoch()})
    return epoch.value


def counters(names: Collection[str]) -> dict[str, int]:
    """Name → counter, for those topics that have ever moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM realtime_topic WHERE name = ANY(%s)", [list(names)])
        return dict(cursor.fetchall())


def steps_after(places: Mapping[str, int]) -> list[Recorded]:
    """All steps beyond the given counters, of many topics at once, each topic's in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.topic, e.seq, e.kind, e.data::text, e.at FROM unnest(%s::text[], %s::bigint[]) AS p(topic, seq)"
            " JOIN realtime_event e ON e.topic = p.topic AND e.seq > p.seq ORDER BY e.topic, e.seq",
            [list(places), list(places.values())],
        )
        return [Recorded(*row) for row in cursor.fetchall()]


def open_log(topic: LogTopic, viewer: Viewer, key: str, name: str, after: int | None) -> Opening | str:
    """Answer a subscription from one snapshot of the database, so that data and counter belong together.

    A text is the code of an error. `after` is the counter of a client of this epoch that resumes, else None.
    """
    with _one_snapshot():
        if refused := topic.may_listen(viewer, key):
            return refused
        seq = counters([name]).get(name, 0)
        missed = None if after is None else _missed(name, after, seq)
        data = topic.snapshot(viewer, key) if missed is None else {}
        return Opening(seq, clock.now(), missed, data)


@contextmanager
def _one_snapshot() -> Iterator[None]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _missed(name: str, after: int, seq: int) -> list[Recorded] | None:
    """The steps after `after`, or None if the history does not hold every one of them."""
    if not 0 <= seq - after <= KEPT_STEPS:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT topic, seq, kind, data::text, at FROM realtime_event"
            " WHERE topic = %s AND seq > %s AND at > clock_timestamp() - %s::interval ORDER BY seq",
            [name, after, KEPT],
        )
        steps = [Recorded(*row) for row in cursor.fetchall()]
    return steps if len(steps) == seq - after else None


def forget() -> int:
    """Delete steps that nobody can resume from any more; one hub at a time, so many rows at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SWEEPER])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(
            f"DELETE FROM {Event._meta.db_table} WHERE id IN ("  # noqa: S608, SLF001 -- our own table's name
            "SELECT id FROM realtime_event WHERE at < clock_timestamp() - %s::interval LIMIT %s)",
            [FORGOTTEN, SWEEP],
        )
        return cursor.rowcount


def forget_steps(topic: str) -> None:
    """Delete every step of one topic; who resumes there reads anew."""
    Event.objects.filter(topic=topic).delete()
