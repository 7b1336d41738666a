"""The socket at `/ws/`: a plain ASGI application that parses, asks, and forwards; it makes no query itself."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from django.db import Error
from django.utils.translation import override

from realtime import clock, frames, handshake, origin
from realtime.conf import conf
from realtime.frames import BadRequest, NotAFrame
from realtime.hub import Hub, current_hub
from realtime.limits import MISTAKE_WINDOW, MISTAKES, STRIKE_WINDOW, STRIKES, Strikes, TokenBucket
from realtime.messages import message_for
from realtime.ops import Refusal, find_op
from realtime.outlet import Send, outlet_for
from realtime.switchboard import Subscription
from realtime.topics import Viewer

logger = logging.getLogger("realtime")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

MALFORMED, TOO_MUCH = 4400, 4429


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One connection from handshake to close."""
    await receive()  # websocket.connect
    hub = current_hub()
    if not _may_enter(scope) or hub.is_leaving:
        await send({"type": "websocket.close"})  # before the accept this is a 403
        return
    try:
        await hub.ready()
        session_key, viewer = await _who(scope, hub)
    except Error as error:
        logger.warning("handshake.failed", extra={"error": str(error)})
        await send({"type": "websocket.close"})  # the client comes back by itself
        return
    await send({"type": "websocket.accept", "subprotocol": frames.SUBPROTOCOL})
    place = hub.doorman.enter(viewer.member and viewer.member.pk, _address(scope))
    if place is None:
        await send({"type": "websocket.close", "code": TOO_MUCH})
        return
    socket = Socket(hub, scope, send, viewer, session_key)
    try:
        await socket.serve(receive)
    finally:
        hub.doorman.leave(place)
        socket.gone()


def _may_enter(scope: Scope) -> bool:
    """Our subprotocol is offered, and the page, if it is one, is ours."""
    origins = origin.values(scope["headers"], b"origin")
    return frames.SUBPROTOCOL in scope.get("subprotocols", ()) and (not origins or origin.is_ours(origins))


async def _who(scope: Scope, hub: Hub) -> tuple[str | None, Viewer]:
    """The session's member. Without an Origin cookies stay unread: it is no page of ours that sent them."""
    headers = scope["headers"]
    key = handshake.session_key(headers) if origin.values(headers, b"origin") else None
    viewer = await hub.handshakes.viewer_of(key) if key else None
    return (key, viewer) if viewer else (None, Viewer(language=handshake.language(headers)))


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


class Socket:
    """One open socket: what it listens to, what it may still ask, and its way out."""

    __slots__ = (
        "__weakref__",
        "_bucket",
        "_hub",
        "_mistakes",
        "_strikes",
        "_todo",
        "_topics",
        "_worker",
        "checked_at",
        "closed",
        "outlet",
        "session_key",
        "viewer",
    )

    def __init__(self, hub: Hub, scope: Scope, send: Send, viewer: Viewer, session_key: str | None) -> None:
        self.viewer = viewer
        self.session_key = session_key
        self.checked_at = 0.0
        self.closed = False
        self.outlet = outlet_for(scope, send, self)
        self._hub = hub
        self._topics: dict[str, str] = {}  # the client's name of a topic → the feed's
        self._bucket = TokenBucket(conf().rate, conf().burst, hub.loop.time())
        self._strikes = Strikes(STRIKES, STRIKE_WINDOW)
        self._mistakes = Strikes(MISTAKES, MISTAKE_WINDOW)
        self._todo: deque[dict[str, Any]] = deque()
        self._worker: asyncio.Task[None] | None = None

    # -- in

    async def serve(self, receive: Receive) -> None:
        """Take frames until the connection ends. Nothing here waits, so that no server's queue can grow."""
        self._hub.add(self)
        limits = {"topics": conf().topics, "frame": conf().frame, "rate": conf().rate}
        self.outlet.put(
            frames.hello(now=clock.now(), epoch=self._hub.switchboard.epoch, member=self.viewer.handle, limits=limits)
        )
        while (message := await receive())["type"] == "websocket.receive":
            if not self.closed:
                self._take(message, self._hub.loop.time())

    def _take(self, message: dict[str, Any], now: float) -> None:
        text = message.get("text")
        if text is None or len(text.encode()) > conf().frame:
            self.close(MALFORMED)
            return
        try:
            frame = frames.decode(text)
            if self._bucket.take(now):
                self._sort(frames.check(frame), frame)
            else:
                self._slow_down(frames.echo(frame), now)
        except NotAFrame:
            self.close(MALFORMED)
        except BadRequest as error:
            self._error("bad_request", error.ref)
            self._mistake(now)

    def _mistake(self, now: float) -> None:
        """A frame that no client of ours sends; some are forgiven."""
        if self._mistakes.add(now):
            self.close(MALFORMED)

    def _slow_down(self, ref: str | None, now: float) -> None:
        self._error("slow_down", ref)
        if self._strikes.add(now):
            self.close(TOO_MUCH)

    def _sort(self, op: str, frame: dict[str, Any]) -> None:
        """The clock is answered at once; everything else one after the other, in order."""
        if op == "clock":
            t1 = clock.to_ms(clock.now())
            self.outlet.put(frames.frame("clock", t0=frame["t0"], t1=t1, t2=clock.to_ms(clock.now())))
            return
        self._todo.append(frame)
        if len(self._todo) > 2 * conf().burst:
            self.close(TOO_MUCH)
        elif self._worker is None:
            self._worker = self._hub.loop.create_task(self._work())

    # -- work

    async def _work(self) -> None:
        try:
            while self._todo and not self.closed:
                await self._answer(self._todo.popleft())
        finally:
            self._worker = None

    async def _answer(self, frame: dict[str, Any]) -> None:
        try:
            match frame["op"]:
                case "subscribe":
                    await self._subscribe(frame)
                case "unsubscribe":
                    self._unsubscribe(frame)
                case op:
                    await self._ask(op, frame)
        except Refusal as refusal:
            self._error(refusal.code, frame["id"], refusal.message, refusal.extra)
            if refusal.code == "unknown_topic":  # each costs a look into the database
                self._mistake(self._hub.loop.time())
        except Exception:
            logger.exception("op.failed", extra={"op": frame["op"]})
            self._error("internal", frame["id"])

    async def _subscribe(self, frame: dict[str, Any]) -> None:
        name = frame["topic"]
        if name not in self._topics and len(self._topics) >= conf().topics:
            raise Refusal("too_many_topics")
        asked = Subscription(self, name, frame["id"], frame.get("after"))
        self._topics[name] = await self._hub.switchboard.subscribe(asked)
        if self.closed:  # it went away meanwhile
            self.gone()

    def _unsubscribe(self, frame: dict[str, Any]) -> None:
        if feed := self._topics.pop(frame["topic"], None):
            self._hub.switchboard.unsubscribe(self, feed)
        self.outlet.put(frames.frame("done", id=frame["id"]))

    async def _ask(self, op: str, frame: dict[str, Any]) -> None:
        registered = find_op(op)
        assert registered is not None  # noqa: S101 -- the frame was held against the table
        answer = await registered.handler(self.viewer, {name: frame[name] for name in registered.fields})
        self.outlet.put(frames.frame(**{"op": op, **answer, "id": frame["id"]}))

    # -- out

    def _error(
        self,
        code: str,
        ref: str | None,
        message: str = "",
        extra: dict[str, Any] | None = None,
    ) -> None:
        with override(self.viewer.language):
            text = str(message or message_for(code))
        self.outlet.put(frames.frame("error", id=ref, code=code, message=text, **(extra or {})))

    def lost(self, name: str, code: str) -> None:
        self._topics.pop(name, None)
        self._error(code, None, extra={"topic": name})

    def close(self, code: int) -> None:
        if not self.closed:
            self.closed = True
            logger.info("socket.closed", extra={"code": code})
            self.outlet.close(code)

    def is_unfinished(self) -> None:
        self._hub.note_unfinished(self.outlet)

    def gone(self) -> None:
        """The connection is over: leave everything."""
        self.closed = True
        self._todo.clear()
        self._hub.discard(self, list(self._topics.values()))
        self._topics.clear()
