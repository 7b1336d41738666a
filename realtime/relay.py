"""How a hint travels: straight to the hubs of this process, and by the channel layer to those of all others."""

import asyncio
import logging
import secrets
import threading
from collections.abc import Iterable
from functools import cache
from typing import Protocol

from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger("realtime")

GROUP = "realtime.hubs"  # every hub hears every hint: one subscription a process, one message a batch
GATHER = 0.005  # seconds for which a batch gathers
PROCESS = secrets.token_hex(8)  # a hub ignores what its own process sent


class Hub(Protocol):
    """What the relay asks of a hub."""

    def hint(self, topics: Iterable[str]) -> None: ...


_hubs: tuple[Hub, ...] = ()  # replaced, never changed: any thread may be reading it


def join(hub: Hub) -> None:
    """A hub of this process begins to hear hints."""
    global _hubs  # noqa: PLW0603 -- one process, one list of its hubs
    _hubs = (*_hubs, hub)


def leave(hub: Hub) -> None:
    global _hubs  # noqa: PLW0603 -- the inverse of `join`
    _hubs = tuple(other for other in _hubs if other is not hub)


def is_shared() -> bool:
    """Whether other processes can hear us (`REDIS_URL` is set)."""
    layer = get_channel_layer()
    return layer is not None and not isinstance(layer, InMemoryChannelLayer)


def send(topics: Iterable[str]) -> None:
    """Hint all hubs, from any thread. Never raises and never waits."""
    names = set(topics)
    for hub in _hubs:
        hub.hint(names)
    if names and is_shared():
        herald().send(names)


class Herald:
    """Publishes hints from a loop and thread of its own, so that no writer ever waits for Redis."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._waiting: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        threading.Thread(target=self._loop.run_forever, name="realtime-herald", daemon=True).start()

    def send(self, topics: set[str]) -> None:
        self._loop.call_soon_threadsafe(self._gather, topics)

    def _gather(self, topics: set[str]) -> None:
        self._waiting |= topics
        if self._task is None:
            self._task = self._loop.create_task(self._publish())

    async def _publish(self) -> None:
        layer = get_channel_layer()
        while self._waiting:
            await asyncio.sleep(GATHER)
            topics, self._waiting = self._waiting, set()
            try:
                await layer.group_send(GROUP, {"type": "hint", "from": PROCESS, "topics": sorted(topics)})
            except Exception as error:  # noqa: BLE001 -- whatever ails the layer, the hubs find out by themselves
                logger.warning("hint.lost", extra={"error": str(error), "topics": len(topics)})
        self._task = None


@cache
def herald() -> Herald:
    return Herald()
