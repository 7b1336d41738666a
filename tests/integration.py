"""Somebody's integration: an endpoint of webhooks that may take, refuse, stall, drip, talk without end or send away."""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.local_server import LocalServer, answer


@dataclass(frozen=True, slots=True)
class Heard:
    """One request as it came; the names of the headers are in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.time)

    @property
    def name(self) -> str:
        return self.headers["webhook-id"]


class Integration(LocalServer):
    """Keeps what it hears. `statuses` are given one after the other, the last one for ever."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.heard: list[Heard] = []
        self.statuses: list[int] = [204]
        self.headers: dict[str, str] = {}
        self.words = b""
        self.manner = "plain"  # or one of the methods below
        self.before_answering = lambda _heard: None
        super().__init__(certificate)

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.heard]

    def respond(self, handler, headers, body) -> None:
        heard = Heard(handler.path, headers, body)
        self.heard.append(heard)
        self.before_answering(heard)
        with suppress(OSError):  # who asked has gone
            getattr(self, f"_{self.manner}")(handler)

    def _plain(self, handler) -> None:
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        answer(handler, status, self.headers, self.words)

    def _stall(self, handler) -> None:
        self.ended.wait(30)

    def _drip_headers(self, handler) -> None:
        self._drip(handler, b"HTTP/1.1 200 OK\r\nX-Slow: ")

    def _drip_body(self, handler) -> None:
        self._drip(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")

    def _drip(self, handler, start: bytes) -> None:
        handler.wfile.write(start)
        while not self.ended.wait(0.02):
            handler.wfile.write(b".")

    def _flood(self, handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while not self.ended.is_set():
            handler.wfile.write(b"\0beaucoup de mots " * 1000)

    def _nonsense(self, handler) -> None:
        handler.wfile.write(b"quoi\r\n\r\n")
        handler.close_connection = True
