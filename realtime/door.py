"""What stands before everything else: it believes no header that a stranger could have written, and no endless body."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from realtime.conf import conf
from realtime.origin import values

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Words of proxies. What they say is taken from here, once, and nobody behind the door reads them again.
FORWARDED = {b"forwarded", b"x-real-ip", b"daphne-root-path"}
SECURE = {"http": "https", "ws": "wss"}

LISTENS_ON = 2  # times the limit in all: who is cut off amid sending never sees the answer
LISTENS_FOR = 10  # seconds


def door(app: App) -> App:
    """Wrap `app`: sound root path, client address and scheme; bodies up to `REALTIME["body"]` bytes, else 413."""

    async def enter(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await app(scope, receive, send)
            return
        sound = sound_scope(scope, settings.TRUSTED_PROXIES)
        if scope["type"] == "http":
            await Body(receive, send, conf().body).serve(app, sound)
        else:
            await app(sound, receive, send)

    return enter


def sound_scope(scope: Scope, proxies: int) -> Scope:
    """A copy of the scope in which every word can be relied on; `proxies` is how many of our own stand before us."""
    headers = [(name, value) for name, value in scope["headers"] if not _is_forwarded(name.lower())]
    scheme = scope.get("scheme", "ws" if scope["type"] == "websocket" else "http")
    client = scope.get("client")
    if proxies:
        client = _client(values(scope["headers"], b"x-forwarded-for"), proxies, client)
        scheme = _scheme(values(scope["headers"], b"x-forwarded-proto"), proxies, scheme)
    return {**scope, "root_path": "", "headers": headers, "client": client, "scheme": scheme}


def _is_forwarded(name: bytes) -> bool:
    return name in FORWARDED or name.startswith(b"x-forwarded-")


def _client(forwarded: Iterable[str], proxies: int, peer: Any) -> Any:
    """The address our outermost proxy saw: each appends what it sees, so it is counted from the right."""
    seen = _from_the_right(forwarded, proxies)
    try:
        return (str(ip_address(seen)), 0) if seen else peer
    except ValueError:
        return peer


def _scheme(forwarded: Iterable[str], proxies: int, scheme: str) -> str:
    """`https` if our outermost proxy says so; a proxy that sets the header instead of adding to it will do too."""
    words = [word for value in forwarded for word in value.split(",")]
    word = _from_the_right(forwarded, min(proxies, len(words)))
    return SECURE.get(scheme, scheme) if word.lower() == "https" else scheme


def _from_the_right(values_: Iterable[str], place: int) -> str:
    words = [word.strip() for value in values_ for word in value.split(",")]
    return words[-place] if 0 < place <= len(words) else ""


class Body:
    """Counts the body of one request and answers 413 for a larger one, whether or not its length was announced."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._most = self._left = most
        self._more = True
        self._too_large = False
        self._answered = False

    async def serve(self, app: App, scope: Scope) -> None:
        lengths = values(scope["headers"], b"content-length")
        if any(not length.isdecimal() or int(length) > self._left for length in lengths):
            self._too_large = True
        else:
            await app(scope, self.receive, self.send)
        if self._too_large and not self._answered:
            with suppress(TimeoutError):
                async with asyncio.timeout(LISTENS_FOR):
                    await self._hear_out()
            await self._refuse()

    async def receive(self) -> dict[str, Any]:
        message = await self._receive()
        self._note(message)
        if self._left >= 0:
            return message
        self._too_large = True
        return {"type": "http.disconnect"}  # the application lets go of what it has read

    def _note(self, message: dict[str, Any]) -> None:
        self._left -= len(message.get("body", b""))
        self._more = message.get("more_body", False)

    async def send(self, message: dict[str, Any]) -> None:
        self._answered = True
        await self._send(message)

    async def _hear_out(self) -> None:
        """Let the rest of the body go by, up to a limit, so that its sender comes to read the answer."""
        while self._more and self._left > (1 - LISTENS_ON) * self._most:
            self._note(await self._receive())

    async def _refuse(self) -> None:
        kind, page = refusal()
        headers = [(b"content-type", kind), (b"content-length", b"%d" % len(page)), (b"connection", b"close")]
        await self._send({"type": "http.response.start", "status": 413, "headers": headers})
        await self._send({"type": "http.response.body", "body": page})


def refusal() -> tuple[bytes, bytes]:
    """What a 413 says, with its content type."""
    if not conf().too_large:
        return b"text/plain; charset=utf-8", b"413 Content Too Large\n"
    return b"text/html; charset=utf-8", render_to_string(conf().too_large).encode()
