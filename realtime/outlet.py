"""The way out to one socket. It never waits; it knows what is unfinished and ends a reader who does not read."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from realtime.frames import Frame

Send = Callable[[Any], Awaitable[None]]

EXTENSION = "qommunity.direct"  # where a server of ours puts its way to the transport
PATIENCE = 10.0  # seconds for which a send may stay unfinished
MOST_BYTES = 64 * 1024  # what may wait for a reader in the transport …
MOST_FRAMES = 64  # … or, on the plain path, here
STALLED = 4408


class Direct(Protocol):
    """What our server classes offer: a way to the transport without a coroutine between."""

    def write(self, wire: bytes) -> None: ...

    def waiting(self) -> int:
        """Bytes that the transport could not hand to the system yet."""
        ...

    def close(self, code: int) -> None:
        """Say goodbye with `code` and, if the reader does not answer, cut the line soon after."""
        ...


class Outlet(Protocol):
    """Both ways out keep the same manners."""

    def offer(self, topic: str, frame: Frame) -> None:
        """A state frame: skipped while a send is unfinished, and then the last one follows."""

    def put(self, frame: Frame) -> None:
        """An answer or a step: it may wait a little, but if it cannot, the socket is closed; none is skipped."""

    def check(self, now: float) -> bool:
        """Whether anything is unfinished still; closes the socket once that has lasted too long."""

    def close(self, code: int) -> None: ...


class Owner(Protocol):
    """Whose way out it is."""

    def is_unfinished(self) -> None:
        """A send was not finished at once: `check` wants to be called until it is."""

    def close(self, code: int) -> None: ...


def outlet_for(scope: Mapping[str, Any], send: Send, owner: Owner) -> Outlet:
    """The direct way if the server offers one, else ASGI's."""
    direct = scope.get("extensions", {}).get(EXTENSION)
    return PlainOutlet(send, owner) if direct is None else DirectOutlet(direct, owner)


class DirectOutlet:
    """Writes straight to the transport."""

    __slots__ = ("_direct", "_held", "_owner", "_stalled_at", "closed")

    def __init__(self, direct: Direct, owner: Owner) -> None:
        self._direct = direct
        self._owner = owner
        self._stalled_at: float | None = None
        self._held: dict[str, Frame] | None = None  # the last state of each topic, while one send is unfinished
        self.closed: int | None = None

    def offer(self, topic: str, frame: Frame) -> None:
        if self._direct.waiting():
            self._held = self._held or {}
            self._held[topic] = frame
            self._note()
        elif self.closed is None:
            if self._held:
                self._held.pop(topic, None)
            self._direct.write(frame.wire)

    def put(self, frame: Frame) -> None:
        if self.closed is not None:
            return
        if (waiting := self._direct.waiting()) > MOST_BYTES:
            self._owner.close(STALLED)
        else:
            self._direct.write(frame.wire)
            if waiting:
                self._note()

    def _note(self) -> None:
        if self._stalled_at is None and self.closed is None:
            self._stalled_at = asyncio.get_running_loop().time()
            self._owner.is_unfinished()

    def check(self, now: float) -> bool:
        if self.closed is not None or self._stalled_at is None:
            return False
        if not self._direct.waiting():
            self._stalled_at = None
            held, self._held = self._held or {}, None
            for topic, frame in held.items():
                self.offer(topic, frame)
            return self._stalled_at is not None
        if now - self._stalled_at > PATIENCE:
            self._owner.close(STALLED)
        return self.closed is None

    def close(self, code: int) -> None:
        if self.closed is None:
            self.closed = code
            self._held = None
            self._direct.close(code)


class PlainOutlet:
    """Sends by ASGI: at most one send at a time, the others wait their turn.

    A server without back-pressure, such as Daphne started by its own command, finishes every send at once;
    there only an unanswered ping ends a reader who does not read.
    """

    __slots__ = ("_held", "_last_task", "_owner", "_queue", "_send", "_started_at", "_task", "closed")

    def __init__(self, send: Send, owner: Owner) -> None:
        self._send = send
        self._owner = owner
        self._queue: deque[Frame] = deque()
        self._held: dict[str, Frame] = {}
        self._task: asyncio.Task[None] | None = None
        self._last_task: asyncio.Task[None] | None = None
        self._started_at = 0.0
        self.closed: int | None = None

    def offer(self, topic: str, frame: Frame) -> None:
        self._held[topic] = frame
        self._start()

    def put(self, frame: Frame) -> None:
        if len(self._queue) >= MOST_FRAMES:
            self._owner.close(STALLED)
        else:
            self._queue.append(frame)
            self._start()

    def _start(self) -> None:
        if self._task is None and self.closed is None:
            loop = asyncio.get_running_loop()
            self._started_at = loop.time()
            self._task = loop.create_task(self._drain())
            self._owner.is_unfinished()

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self.closed is None and (frame := self._next()):
                self._started_at = loop.time()
                await self._send(frame.message)
        except Exception:  # noqa: BLE001 -- each server has its own error for a socket that is gone
            self.closed = self.closed or 1006
        finally:
            self._task = None

    def _next(self) -> Frame | None:
        if self._queue:
            return self._queue.popleft()
        return self._held.pop(next(iter(self._held))) if self._held else None

    def check(self, now: float) -> bool:
        if self._task is None:
            return False
        if now - self._started_at > PATIENCE:
            self._owner.close(STALLED)
        return self.closed is None

    def close(self, code: int) -> None:
        """Close behind the send that is under way, or, if that one is stuck, instead of it."""
        if self.closed is not None:
            return
        self.closed = code
        self._queue.clear()
        self._held.clear()
        if code == STALLED and self._task is not None:
            self._task.cancel()
        self._last_task = asyncio.get_running_loop().create_task(self._say(code))

    async def _say(self, code: int) -> None:
        try:
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": code}), timeout=PATIENCE)
        except Exception:  # noqa: BLE001 -- each server has its own error for a socket that is gone
            self.closed = code
