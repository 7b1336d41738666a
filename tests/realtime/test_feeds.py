"""A feed's listeners, with the database thread held by hand so that readings come back when the test says."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

from realtime.feeds import StateFeed
from realtime.topics import State, StateTopic, Viewer

BEGINNING = datetime(2026, 11, 21, 9, 10, tzinfo=UTC)


class Board(StateTopic):
    prefix = "board"

    def audience(self, viewer, key):
        return "all"

    def read(self, key):
        raise AssertionError("the held thread reads")


class HeldThread:
    """Each reading waits until the test gives its result."""

    def __init__(self):
        self.readings = asyncio.Queue()

    async def run(self, function, *args):
        reading = asyncio.get_running_loop().create_future()
        self.readings.put_nowait(reading)
        return await reading


class Page:
    """A listener that keeps what it was told."""

    def __init__(self):
        self.viewer, self.outlet, self.told = Viewer(), self, []

    def put(self, frame):
        self.told.append(json.loads(frame.text)["data"]["n"])

    def offer(self, topic, frame):
        self.put(frame)

    def lost(self, name, code):
        raise AssertionError(f"{name} is not lost")


def state(number):
    return State(number, BEGINNING + timedelta(seconds=number), {"all": {"n": number}})


async def join(feed, thread, page):
    """Begin to join; the reading that the newcomer waits for, and the joining."""
    joining = asyncio.ensure_future(feed.join(page, "a", "epoch"))
    return await thread.readings.get(), joining


async def overtake() -> list[int]:
    """A newcomer whose reading comes back in the same turn of the loop as a newer one of a round; what it was told."""
    thread = HeldThread()
    feed = StateFeed("board:a", Board(), "a", thread)
    reading, joining = await join(feed, thread, Page())
    reading.set_result(state(1))
    await joining
    newcomer = Page()
    older, joining = await join(feed, thread, newcomer)
    feed.poke()
    newer = await thread.readings.get()
    older.set_result(state(2))
    newer.set_result(state(3))
    await joining
    feed.stop()
    return newcomer.told


def test_a_newcomer_overtaken_by_a_round_is_told_the_newer_state():
    assert asyncio.run(overtake())[-1] == 3
