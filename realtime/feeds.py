"""One feed for each topic that somebody in this process listens to: it reads once and writes to all its sockets."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from realtime import clock, frames
from realtime.frames import Frame, dump
from realtime.history import Recorded
from realtime.ops import Refusal
from realtime.outlet import Outlet
from realtime.thread import DatabaseThread
from realtime.topics import State, StateTopic, Viewer

logger = logging.getLogger("realtime")

FASTEST = 0.1  # seconds between two frames of a state topic
REST = 2.0  # times the last round's duration: the loop belongs to others at least half of the time
LIVELY = 2.9  # seconds after which a lively topic is repeated at the next look, so at least every 5 s
SOONEST = 0.002  # seconds; a clock that is a hair early asks again at once
GATHER = 0.004  # seconds for which newcomers gather for one reading
YIELD_EVERY = 200  # sockets


class Listener(Protocol):
    """What a feed asks of a socket."""

    outlet: Outlet
    viewer: Viewer

    def lost(self, name: str, code: str) -> None:
        """The topic is gone for this socket; say so."""


async def breathe(count: int) -> None:
    """Let the others run, after every 200 sockets."""
    if count % YIELD_EVERY == 0:
        await asyncio.sleep(0)


class StateFeed:
    """A state topic with its listeners by audience. Later frames replace earlier ones; the last always goes out."""

    def __init__(self, name: str, topic: StateTopic, key: str, thread: DatabaseThread) -> None:
        self.name = name
        self.topic = topic
        self.key = key
        self.sockets: dict[Listener, str] = {}
        self.seq = -1  # of the last state read
        self._thread = thread
        self._sent: State | None = None
        self._sent_at = 0.0
        self._next_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._dirty = False
        self._round: asyncio.Task[None] | None = None
        self._newcomers: asyncio.Future[State | None] | None = None
        self._joining = 0

    @property
    def is_idle(self) -> bool:
        return not self.sockets and not self._joining

    # -- those who come

    async def join(self, socket: Listener, ref: str, epoch: str) -> None:
        """Answer a subscription with a fresh snapshot; all who come within some milliseconds share one reading."""
        self._joining += 1
        try:
            state = await asyncio.shield(self._newcomers or self._read_for_newcomers())
        finally:
            self._joining -= 1
        if state and self._sent and (self._sent.seq, self._sent.now) > (state.seq, state.now):
            state = self._sent  # a round told the others something newer while this reading was on its way
        audience = self.topic.audience(socket.viewer, self.key)
        if state is None or audience not in state.data:
            raise Refusal("unknown_topic")
        self.sockets[socket] = audience
        data = dump(state.data[audience])
        socket.outlet.put(
            frames.snapshot(ref=ref, topic=self.name, epoch=epoch, seq=state.seq, now=state.now, data=data)
        )
        if self._dirty:  # it moved while nobody was here but this newcomer
            self.poke()

    def _read_for_newcomers(self) -> asyncio.Future[State | None]:
        self._newcomers = asyncio.ensure_future(self._read_soon())
        return self._newcomers

    async def _read_soon(self) -> State | None:
        await asyncio.sleep(GATHER)
        self._newcomers = None  # who comes from here on waits for the next reading
        if not self.sockets:
            self._dirty = False
        state = await self._thread.run(self.topic.read, self.key)
        self._see(state)
        return state

    def _see(self, state: State | None) -> None:
        """A newcomer's reading may show what the others have not heard yet."""
        if self._sent is None:
            self._keep(state)
        elif state is None or (state.seq, state.data) != (self._sent.seq, self._sent.data):
            self.poke()

    # -- those who are there

    def poke(self) -> None:
        """Something may have moved: read and tell, but not faster than the pace."""
        self._dirty = True
        if self._round is None and self.sockets:
            self._round = asyncio.ensure_future(self._rounds())

    def is_behind(self, seq: int | None, now: float) -> bool:
        """Whether the topic's counter is another than we know, or a lively state was not repeated for too long."""
        is_due = self._sent is not None and self._sent.lively and now - self._sent_at > LIVELY
        return is_due or (seq is not None and seq != self.seq)

    async def _rounds(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._dirty and self.sockets:
                await asyncio.sleep(max(0.0, self._next_at - loop.time()))
                self._dirty = False
                started = loop.time()
                await self._tell(await self._thread.run(self.topic.read, self.key))
                self._next_at = started + max(FASTEST, REST * (loop.time() - started))
        except Exception:
            logger.exception("feed.failed", extra={"topic": self.name})
            self._wake_in(1.0)
        finally:
            self._round = None

    async def _tell(self, state: State | None) -> None:
        before, now = self._sent, asyncio.get_running_loop().time()
        self._keep(state)
        if state is None:
            self._lose(list(self.sockets))
            return
        self._lose([socket for socket, audience in self.sockets.items() if audience not in state.data])
        moved = before is None or (before.seq, before.data) != (state.seq, state.data)
        if moved or (state.lively and now - self._sent_at > LIVELY):
            self._sent_at = now
            await self._write(self._encode(state, before))

    def _encode(self, state: State, before: State | None) -> dict[str, Frame]:
        """One frame for each audience."""
        raised = before is None or state.seq != before.seq
        kind = (state.kind if raised else "") or self.topic.kind
        return {
            audience: frames.event(topic=self.name, seq=state.seq, now=state.now, kind=kind, data=dump(data))
            for audience, data in state.data.items()
        }

    async def _write(self, encoded: Mapping[str, Frame]) -> None:
        # Whoever joins from here on has read a later state already.
        for count, (socket, audience) in enumerate(list(self.sockets.items()), start=1):
            socket.outlet.offer(self.name, encoded[audience])
            await breathe(count)

    def _lose(self, sockets: Iterable[Listener]) -> None:
        for socket in sockets:
            self.sockets.pop(socket, None)
            socket.lost(self.name, "unknown_topic")

    def _keep(self, state: State | None) -> None:
        """Remember what was read, and wake up when the clock alone will change it."""
        self._sent = state
        self.seq = -1 if state is None else state.seq
        self.stop()
        if state and state.next_change:
            self._wake_in((state.next_change - clock.now()).total_seconds())

    def _wake_in(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(max(SOONEST, seconds), self.poke)

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


class LogFeed:
    """A log topic with its listeners; each has the number of the last step it knows."""

    def __init__(self, name: str, public: str) -> None:
        self.name = name  # in the log
        self.public = public  # on the wire
        self.sockets: dict[Listener, int] = {}
        self.seq: int | None = None  # the last step handed on; None before the first reading
        self.joining = 0
        self.moved_early = False  # hinted before the first reading was back

    @property
    def is_idle(self) -> bool:
        return not self.sockets and not self.joining

    def join(self, socket: Listener, seq: int) -> bool:
        """Begin to listen after step `seq`. True if somebody here may be behind, so that the log must be read."""
        self.sockets[socket] = seq
        if self.seq is None:
            self.seq = seq
        moved_early, self.moved_early = self.moved_early, False
        return moved_early or self.seq < seq

    def is_behind(self, seq: int | None, now: float) -> bool:  # noqa: ARG002 -- a state feed's signature
        return (seq or 0) > (self.seq or 0)

    async def tell(self, steps: Iterable[Recorded]) -> None:
        """Hand on steps, each to those who do not know it yet."""
        count = 0
        for step in steps:
            if self.seq is not None and step.seq <= self.seq:
                continue
            self.seq = step.seq
            frame = step.frame(self.public)
            for socket, known in list(self.sockets.items()):
                if known < step.seq and socket in self.sockets:
                    self.sockets[socket] = step.seq
                    socket.outlet.put(frame)
                count += 1
                await breathe(count)


def by_topic(steps: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    grouped: dict[str, list[Recorded]] = defaultdict(list)
    for step in steps:
        grouped[step.name].append(step)
    return grouped
