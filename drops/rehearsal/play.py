"""Players on real sockets: they follow the drop as a page does, claim when their role says so, and decide over HTTP."""

import asyncio
import contextlib
import http.client
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from drops.actions.rehearsals import Player
from drops.rehearsal.cast import Decision, Role
from drops.rehearsal.tally import Tally
from realtime.frames import SUBPROTOCOL

GATE = 50  # handshakes at a time
PROGRESS = 5.0  # seconds between two lines
PAUSE = 0.5  # seconds between two looks whether the site answers
GRACE = 2.0  # seconds for the last answers
LOST = (OSError, WebSocketException, TimeoutError)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the play is given: the server's address, and the site it believes itself to be."""

    url: str
    origin: str
    code: str
    opens_at: float  # seconds since 1970, by the database's clock

    @property
    def socket(self) -> str:
        return f"ws{self.url.removeprefix('http')}/ws/"


async def wait_for_site(url: str, patience: float) -> None:
    """Return when the site answers; raises TimeoutError when it does not within that many seconds."""
    for _ in range(round(patience / PAUSE)):
        if await asyncio.to_thread(_is_alive, url):
            return
        await asyncio.sleep(PAUSE)
    raise TimeoutError


def _is_alive(url: str) -> bool:
    try:
        return _request(url, "GET", "/healthz", {}) == http.HTTPStatus.OK
    except OSError:
        return False


async def play(site: Site, parts: list[tuple[Player, Role]], seconds: float, tell: Tell) -> Tally:
    """Give the play until `seconds` after the opening; every few seconds `tell` hears how it stands."""
    tally, gate = Tally(), asyncio.Semaphore(GATE)
    actors = [Actor(site, player, role, tally, gate) for player, role in parts]
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(site.opens_at + seconds + GRACE - time.time()):
            async with asyncio.TaskGroup() as group:
                group.create_task(_report(site, tally, tell))
                for actor in actors:
                    group.create_task(actor.perform())
    return tally


async def _report(site: Site, tally: Tally, tell: Tell) -> None:
    while True:
        await asyncio.sleep(PROGRESS)
        left = tally.stock.get("available", "–")
        seconds = round(time.time() - site.opens_at)
        tell(f"  {seconds:+4d} s  {tally.connected} connected, {len(tally.answers)} claims, {left} pieces available")


class Actor:
    """One player: a socket that comes back when it is lost, a claim, a decision."""

    def __init__(self, site: Site, player: Player, role: Role, tally: Tally, gate: asyncio.Semaphore) -> None:
        self._site, self._player, self._role, self._tally, self._gate = site, player, role, tally, gate
        self._key = secrets.token_hex(16)
        self._sent_at: float | None = None
        self._ahead = 0.0  # seconds by which the database's clock is ahead of ours
        self._hurdles = {self._lose_line} if role.loses_line is not None else set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._decided = False

    async def perform(self) -> None:
        await asyncio.sleep(self._role.arrives)
        while True:
            try:
                await self._attend()
            except LOST as error:
                self._tally.failures[type(error).__name__] += 1
            await asyncio.sleep(secrets.randbelow(2000) / 1000)  # as docs/protocol.md asks of a page

    async def _attend(self) -> None:
        """One connection, from the handshake to its end."""
        async with self._gate:
            socket = await connect(
                self._site.socket,
                origin=self._site.origin,  # type: ignore[arg-type]  # a NewType of str
                subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]  # likewise
                additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={self._player.session}"},
                compression=None,
                open_timeout=30,
            )
        self._tally.sockets += 1
        self._tally.connected += 1
        acts = [asyncio.ensure_future(act(socket)) for act in (self._claim, *self._hurdles)]
        try:
            await self._greet(socket)
            async for text in socket:
                self._hear(json.loads(text))
        finally:
            self._tally.connected -= 1
            for act in acts:
                act.cancel()
            await asyncio.gather(*acts, return_exceptions=True)
            await socket.close()

    async def _greet(self, socket: ClientConnection) -> None:
        await socket.send(json.dumps({"op": "clock", "t0": round(time.time() * 1000)}))
        for ref, topic in (("drop", f"drop:{self._site.code}"), ("me", "me")):
            await socket.send(json.dumps({"op": "subscribe", "id": ref, "topic": topic}))

    # -- what the player does

    async def _claim(self, socket: ClientConnection) -> None:
        """Ask for a piece when the role says so; on a new connection again, if the answer never came."""
        if self._role.reacts is None or self._player.handle in self._tally.answers:
            return
        await self._until(self._role.reacts)
        frame = {"op": "claim", "id": "claim", "drop": self._site.code, "quantity": 1, "key": self._key}
        if self._sent_at is None:
            self._tally.sent += 1
            self._sent_at = time.monotonic()
        for _ in range(2 if self._role.clicks_twice else 1):
            await socket.send(json.dumps(frame))

    async def _lose_line(self, socket: ClientConnection) -> None:
        assert self._role.loses_line is not None  # noqa: S101 -- only then it is a hurdle
        await self._until(self._role.loses_line)
        self._hurdles.clear()
        await socket.close()

    async def _until(self, seconds: float) -> None:
        """Sleep until so many seconds after the opening."""
        await asyncio.sleep(max(0.0, self._site.opens_at + seconds - (time.time() + self._ahead)))

    async def _decide(self) -> None:
        """Confirm the piece or give it back, by the forms of the page; or let the quarter of an hour pass."""
        if self._role.decision == Decision.FORGET:
            return
        await asyncio.sleep(self._role.decides)
        verb = "drops:confirm" if self._role.decision == Decision.CONFIRM else "drops:withdraw"
        status = await asyncio.to_thread(self._post, reverse(verb, args=[self._site.code]))
        if status >= http.HTTPStatus.BAD_REQUEST:
            self._tally.failures[f"page {status}"] += 1

    def _post(self, path: str) -> int:
        token = secrets.token_hex(16)
        cookies = {settings.SESSION_COOKIE_NAME: self._player.session, settings.CSRF_COOKIE_NAME: token}
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self._site.origin,
            "Referer": f"{self._site.origin}{path}",
        }
        try:
            return _request(self._site.url, "POST", path, headers, urlencode({"csrfmiddlewaretoken": token}))
        except OSError:
            return http.HTTPStatus.BAD_GATEWAY

    # -- what the player hears

    def _hear(self, frame: dict[str, Any]) -> None:
        self._tally.frames += 1
        match frame:
            case {"op": "clock", "t0": t0, "t1": t1, "t2": t2}:
                self._ahead = ((t1 - t0) + (t2 - time.time() * 1000)) / 2000
            case {"op": "claimed"}:
                self._answered(frame)
            case {"op": "error", "id": "claim", "code": code}:
                self._tally.refusals[code] += 1
            case {"op": "snapshot", "id": "me", "data": {"claims": claims}}:
                for claim in claims:
                    self._mine(claim)
            case {"op": "event", "topic": "me", "kind": "claim.changed", "data": claim}:
                self._mine(claim)
            case {"op": "snapshot" | "event", "topic": topic} if topic == f"drop:{self._site.code}":
                self._tally.see(frame)

    def _answered(self, frame: dict[str, Any]) -> None:
        answer = (frame["place"], frame["receipt"])
        known = self._tally.answers.setdefault(self._player.handle, answer)
        if known != answer:
            self._tally.contradictions += 1
        if known is answer and self._sent_at is not None:
            self._tally.waits.append(time.monotonic() - self._sent_at)
        self._mine(frame)

    def _mine(self, claim: dict[str, Any]) -> None:
        """A piece was set aside for this player: time to decide, once."""
        if claim.get("drop") != self._site.code or claim["status"] != "allocated" or self._decided:
            return
        self._decided = True
        task = asyncio.ensure_future(self._decide())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _request(url: str, method: str, path: str, headers: dict[str, str], body: str | None = None) -> int:
    """The status of an answer; redirects are not followed."""
    where = urlsplit(url)
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    connection = kind(where.hostname or "", where.port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
