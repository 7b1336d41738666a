"""The switchboard: which feeds there are in this process, who joins them, and which of them moved."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import Error

from realtime import clock, frames, history
from realtime.feeds import Listener, LogFeed, StateFeed, by_topic
from realtime.ops import Refusal
from realtime.thread import DatabaseThread
from realtime.topics import LogTopic, StateTopic, find

logger = logging.getLogger("realtime")

GATHER = 0.004  # seconds for which hints of log topics gather


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a socket asked for: a topic by the client's name, and where it was if it resumes."""

    socket: Listener
    name: str
    ref: str
    after: Mapping[str, Any] | None = None

    def since(self, epoch: str) -> int | None:
        """The last step the client knows, if its numbers are those of this epoch."""
        return self.after["seq"] if self.after and self.after["epoch"] == epoch else None


class Switchboard:
    """One feed for each topic that somebody listens to; it begins with its first listener and ends with its last."""

    def __init__(self, reader: DatabaseThread) -> None:
        self.epoch = ""
        self._reader = reader
        self._feeds: dict[str, StateFeed | LogFeed] = {}
        self._behind: set[LogFeed] = set()
        self._catching_up: asyncio.Task[None] | None = None

    def stop(self) -> None:
        for feed in self._feeds.values():
            if isinstance(feed, StateFeed):
                feed.stop()

    # -- who listens

    async def subscribe(self, asked: Subscription) -> str:
        """Answer a subscription and return the feed's name; `Refusal` if the viewer may not."""
        found = find(asked.name)
        if found is None:
            raise Refusal("unknown_topic")
        topic, key = found
        if isinstance(topic, StateTopic):
            return await self._subscribe_state(asked, topic, key)
        assert isinstance(topic, LogTopic)  # noqa: S101 -- there is no third kind
        return await self._subscribe_log(asked, topic, key)

    async def _subscribe_state(self, asked: Subscription, topic: StateTopic, key: str) -> str:
        feed = self._feeds.get(asked.name)
        if not isinstance(feed, StateFeed):
            feed = self._feeds[asked.name] = StateFeed(asked.name, topic, key, self._reader)
        try:
            await feed.join(asked.socket, asked.ref, self.epoch)
        finally:
            self._forget_idle(asked.name)
        return asked.name

    async def _subscribe_log(self, asked: Subscription, topic: LogTopic, key: str) -> str:
        viewer = asked.socket.viewer
        name = topic.name_for(viewer, key)
        if name is None:
            raise Refusal("login_required" if viewer.is_anonymous else "unknown_topic")
        feed = self._feeds.get(name)
        if not isinstance(feed, LogFeed):  # known before the reading, so that a hint meanwhile is not lost
            feed = self._feeds[name] = LogFeed(name, asked.name)
        feed.joining += 1
        try:
            opening = await self._reader.run(history.open_log, topic, viewer, key, name, asked.since(self.epoch))
            if isinstance(opening, str):
                raise Refusal(opening)
            # Readings come back in order: nothing was handed on that this one does not hold.
            if feed.join(asked.socket, opening.seq):
                self._catch_up(feed)
        finally:
            feed.joining -= 1
            self._forget_idle(name)
        asked.socket.outlet.put(_log_answer(opening, asked, self.epoch))
        return name

    def unsubscribe(self, socket: Listener, name: str) -> None:
        """The inverse of `subscribe`; `name` is the feed's."""
        if feed := self._feeds.get(name):
            feed.sockets.pop(socket, None)
            self._forget_idle(name)

    def _forget_idle(self, name: str) -> None:
        feed = self._feeds.get(name)
        if feed and feed.is_idle:
            del self._feeds[name]
            if isinstance(feed, StateFeed):
                feed.stop()

    # -- what moved

    def poke(self, topics: Iterable[str]) -> None:
        """These topics moved; those that nobody here listens to are passed over."""
        for name in topics:
            feed = self._feeds.get(name)
            if isinstance(feed, StateFeed):
                feed.poke()
            elif feed:
                self._catch_up(feed)

    def _catch_up(self, feed: LogFeed) -> None:
        """Read what a log topic's listeners miss; many topics share one query."""
        if feed.seq is None:
            feed.moved_early = True
            return
        self._behind.add(feed)
        if self._catching_up is None:
            self._catching_up = asyncio.ensure_future(self._read_steps())

    async def _read_steps(self) -> None:
        try:
            while self._behind:
                await asyncio.sleep(GATHER)
                behind, self._behind = self._behind, set()
                places = {feed.name: feed.seq for feed in behind if feed.seq is not None}
                steps = by_topic(await self._reader.run(history.steps_after, places))
                for feed in behind:
                    await feed.tell(steps.get(feed.name, ()))
        except Error as error:
            logger.warning("log.unread", extra={"error": str(error)})  # the next look tries again
        finally:
            self._catching_up = None

    async def look(self) -> bool:
        """Find out what was not heard, and settle what only time has changed; True if the epoch is a new one."""
        feeds = dict(self._feeds)
        keys: dict[StateTopic, list[str]] = defaultdict(list)
        for feed in feeds.values():
            if isinstance(feed, StateFeed):
                keys[feed.topic].append(feed.key)
        known, (self.epoch, counters) = self.epoch, await self._reader.run(_look, keys, list(feeds))
        now = asyncio.get_running_loop().time()
        self.poke(name for name, feed in feeds.items() if feed.is_behind(counters.get(name), now))
        return self.epoch != known


def _look(keys: Mapping[StateTopic, list[str]], names: list[str]) -> tuple[str, dict[str, int]]:
    clock.now()  # measures again when it is time, here rather than in the loop
    for topic, its_keys in keys.items():
        try:
            topic.look(its_keys)
        except Exception:
            logger.exception("look.failed", extra={"topic": topic.prefix})  # the others are looked after all the same
    return history.read_epoch(), history.counters(names)


def _log_answer(opening: history.Opening, asked: Subscription, epoch: str) -> frames.Frame:
    if opening.missed is not None:
        missed = [step.frame(asked.name) for step in opening.missed]
        return frames.resumed(ref=asked.ref, topic=asked.name, epoch=epoch, seq=opening.seq, missed=missed)
    data = frames.dump(opening.data)
    return frames.snapshot(ref=asked.ref, topic=asked.name, epoch=epoch, seq=opening.seq, now=opening.now, data=data)
