"""The hub: one per process. It knows its sockets, hears hints, and looks for itself when it hears none."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any, Protocol

from realtime import clock, frames, history, relay
from realtime.conf import conf
from realtime.ear import Ear
from realtime.feeds import Listener, breathe
from realtime.handshake import BATCH, Handshakes, read_viewers
from realtime.limits import Doorman
from realtime.outlet import Outlet
from realtime.switchboard import Switchboard
from realtime.thread import DatabaseThread
from realtime.topics import Viewer

logger = logging.getLogger("realtime")

LOOK = 1.8  # seconds between two looks, so that no change stays unheard for more than two
CHECK = 0.5  # seconds between two checks of unfinished sends
FORGET = 60.0  # seconds between two prunings of the event log
RETRY = 1.0  # seconds before a failed look is repeated
DRAIN = 0.2  # seconds for frames to go out before a stop goes on
WITHIN = 10_000  # milliseconds over which clients spread their return after a planned stop

SIGNED_OUT, NEW_EPOCH, LEAVING = 4401, 4409, 1001


class Socket(Listener, Protocol):
    """What the hub asks of a socket."""

    session_key: str | None
    checked_at: float

    def close(self, code: int) -> None: ...


class Hub:
    """Everything one process has to do with the wire, on one loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.doorman = Doorman()
        self.is_leaving = False
        self._reader = DatabaseThread("realtime-hub")
        self._door = DatabaseThread("realtime-door")  # so that a crowd at the door delays no reading
        self.handshakes = Handshakes(self._door)
        self.sockets: set[Socket] = set()
        self.switchboard = Switchboard(self._reader)
        self._unfinished: set[Outlet] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._ready: asyncio.Task[None] | None = None

    # -- beginning and end

    async def ready(self) -> None:
        """Know the clock and the epoch before the first socket is greeted."""
        if self._ready is None or (self._ready.done() and self._ready.exception()):
            self._ready = self.loop.create_task(self._begin())
        await asyncio.shield(self._ready)

    async def _begin(self) -> None:
        self.switchboard.epoch = await self._reader.run(_read_basics)
        relay.join(self)
        duties: list[Callable[[], Awaitable[None]]] = [self._keep_looking, self._keep_checking, self._keep_forgetting]
        if relay.is_shared():
            duties.append(Ear(self._hear).listen)
        self._tasks = [self.loop.create_task(_endless(duty)) for duty in duties]

    async def goodbye(self) -> None:
        """A planned stop: tell every socket, let the frames go out, close."""
        self.is_leaving = True
        for count, socket in enumerate(list(self.sockets), start=1):
            socket.outlet.put(frames.frame("goodbye", within=WITHIN))
            await breathe(count)
        await asyncio.sleep(DRAIN)
        self.close_all(LEAVING)
        logger.info("hub.goodbye", extra={"sockets": len(self.sockets)})
        await asyncio.sleep(DRAIN)
        self.stop()

    def stop(self) -> None:
        """Hear nothing more, look no more, give the connections back."""
        relay.leave(self)
        for task in self._tasks:
            task.cancel()
        self.switchboard.stop()
        self._reader.stop()
        self._door.stop()

    # -- sockets

    def add(self, socket: Socket) -> None:
        socket.checked_at = self.loop.time()
        self.sockets.add(socket)

    def discard(self, socket: Socket, names: Collection[str]) -> None:
        """A socket is gone, with all it listened to."""
        self.sockets.discard(socket)
        self._unfinished.discard(socket.outlet)
        for name in names:
            self.switchboard.unsubscribe(socket, name)

    def close_all(self, code: int) -> None:
        for socket in list(self.sockets):
            socket.close(code)

    def note_unfinished(self, outlet: Outlet) -> None:
        self._unfinished.add(outlet)

    # -- what moved

    def hint(self, topics: Iterable[str]) -> None:
        """Some topics moved; callable from any thread."""
        try:
            self.loop.call_soon_threadsafe(self.switchboard.poke, topics)
        except RuntimeError:  # the loop is closed: there is nobody left to tell
            relay.leave(self)

    def _hear(self, message: Mapping[str, Any]) -> None:
        if message["from"] != relay.PROCESS:
            self.switchboard.poke(message["topics"])

    # -- duties

    async def _keep_looking(self) -> None:
        """Find out what was not heard, and who signed out."""
        while True:
            await asyncio.sleep(LOOK)
            if await self.switchboard.look():
                self.close_all(NEW_EPOCH)
            await self._recheck()

    async def _recheck(self) -> None:
        """Read the sessions and members behind the sockets again; 4401 to whom they no longer belong."""
        now = self.loop.time()
        due = [socket for socket in self.sockets if socket.session_key and now - socket.checked_at > conf().recheck]
        for first in range(0, len(due), BATCH):
            batch = due[first : first + BATCH]
            viewers = await self._door.run(read_viewers, {socket.session_key or "" for socket in batch})
            for socket in batch:
                socket.checked_at = self.loop.time()
                if not _same(socket.viewer, viewers.get(socket.session_key or "")):
                    socket.close(SIGNED_OUT)

    async def _keep_checking(self) -> None:
        """End those who do not read."""
        while True:
            await asyncio.sleep(CHECK)
            now = self.loop.time()
            self._unfinished = {outlet for outlet in self._unfinished if outlet.check(now)}

    async def _keep_forgetting(self) -> None:
        while True:
            await asyncio.sleep(FORGET)
            await self._door.run(history.forget)


def _read_basics() -> str:
    clock.measure()
    return history.read_epoch()


def _same(before: Viewer, after: Viewer | None) -> bool:
    return after is not None and after.member.pk == before.member.pk and after.permissions == before.permissions


async def _endless(duty: Callable[[], Awaitable[None]]) -> None:
    """A duty is never given up: whatever goes wrong is logged, and it begins again."""
    while True:
        try:
            await duty()
        except Exception as error:  # noqa: BLE001 -- database or Redis away, a topic that raises: all of it passes
            logger.warning("duty.failed", extra={"duty": duty.__name__, "error": repr(error)})
            await asyncio.sleep(RETRY)


_hub: Hub | None = None


def current_hub() -> Hub:
    """The hub of this process, made for the running loop at the first call."""
    global _hub  # noqa: PLW0603 -- one hub a process is the point
    if _hub is None or _hub.loop is not asyncio.get_running_loop():
        _hub = Hub()
    return _hub
