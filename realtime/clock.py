"""The one clock: the database's. Each process keeps its offset to it and measures again every 30 s."""

import asyncio
import logging
import threading
import time
from datetime import UTC, datetime, timedelta

import psycopg

from realtime.connect import connect

logger = logging.getLogger("realtime")

EVERY = 30.0  # seconds between two measurements
SAMPLES = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Clock:
    """The database's clock as this process knows it: a distance to the monotonic clock, which nobody sets back."""

    def __init__(self) -> None:
        self._distance: float | None = None  # seconds; None before the first measurement
        self._measured_at = float("-inf")
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The database's time, measured again if the last measurement is older than `EVERY`.

        An event loop never waits for that: beside it the hub measures from its thread.
        """
        if time.monotonic() - self._measured_at > EVERY and not _in_a_loop():
            self.measure()
        distance = self._distance if self._distance is not None else time.time() - time.monotonic()
        return _EPOCH + timedelta(seconds=time.monotonic() + distance)

    def measure(self) -> None:
        """Ask the database for its time; when it does not answer, the last distance stays."""
        if not self._lock.acquire(blocking=self._distance is None):
            return  # somebody is measuring, and what we have will do meanwhile
        try:
            if time.monotonic() - self._measured_at > EVERY / 2:
                self._distance = _ask()
        except psycopg.Error as error:
            logger.warning("clock.unmeasured", extra={"error": str(error)})
        finally:
            self._measured_at = time.monotonic()
            self._lock.release()


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _ask() -> float:
    """Take a few samples on a connection of our own and keep the one with the shortest way there and back."""
    best = (float("inf"), 0.0)
    with connect() as connection:
        for _ in range(SAMPLES):
            before = time.monotonic()
            row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
            after = time.monotonic()
            assert row is not None  # noqa: S101 -- a SELECT without FROM gives one row
            best = min(best, (after - before, row[0] - (before + after) / 2))
    return best[1]


_clock = Clock()


def now() -> datetime:
    """The database's time, aware, in UTC."""
    return _clock.now()


def measure() -> None:
    """Refresh the offset; the hub does it from its thread, so that no socket ever waits for it."""
    _clock.measure()


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, as the wire carries times."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND
