"""One request to an address that somebody else gave: to where was checked, cut off in time, read to a limit."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult

from community.outgoing.addresses import AddressRefused
from community.outgoing.answers import NO_ANSWER, REFUSED, retry_after
from community.outgoing.connections import MayReach, reach


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a request may reach, how many seconds it may take, and how many bytes of the answer are read."""

    may_reach: MayReach
    seconds: float
    most: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: an HTTP status or one of `answers`, the beginning of the words, how long it all took."""

    status: int
    start: bytes = b""
    took: int = 0  # milliseconds
    retry_after: timedelta | None = None


def post(to: SplitResult, body: bytes, headers: Mapping[str, str], *, bounds: Bounds, now: datetime) -> Reply:
    """Post to an address that `split_address` found to be one. Follows nobody elsewhere.

    Whatever the other side does (silence, a byte now and then, words without end), its time is over when it is; only
    the name server may take as long as it likes.
    """
    begun, line = monotonic(), _Line(to, bounds)
    watch = Timer(bounds.seconds, line.cut)
    watch.daemon = True
    watch.start()
    try:
        with closing(line), closing(_ask(line, to, body, headers)) as answer:
            start, wait = _beginning(answer, bounds.most), answer.headers.get("Retry-After", "")
        return Reply(answer.status, start, _since(begun), retry_after(wait, now))
    except AddressRefused:
        return Reply(REFUSED, took=_since(begun))
    except (OSError, HTTPException):
        return Reply(NO_ANSWER, took=_since(begun))
    finally:
        watch.cancel()
        line.release()


def _ask(line: "_Line", to: SplitResult, body: bytes, headers: Mapping[str, str]) -> HTTPResponse:
    target = f"{to.path or '/'}?{to.query}" if to.query else to.path or "/"
    line.request("POST", target, body=body, headers={"Host": to.netloc, **headers})
    answer = line.getresponse()
    if line.is_over:  # a head that was cut off looks like one that has ended
        raise TimeoutError
    return answer


def _beginning(answer: HTTPResponse, most: int) -> bytes:
    """What it says, as far as that is read; who breaks off while speaking has given its status all the same."""
    with suppress(OSError, HTTPException):
        return answer.read(most)
    return b""


def _since(begun: float) -> int:
    return round((monotonic() - begun) * 1000)


class _Line(HTTPConnection):
    """A connection that can be cut from another thread, in whatever it is waiting for."""

    def __init__(self, to: SplitResult, bounds: Bounds) -> None:
        self._is_sealed = to.scheme == "https"
        super().__init__(to.hostname or "", to.port or (443 if self._is_sealed else 80))
        self.bounds = bounds
        self._brake: socket.socket | None = None
        self.is_over = False

    def connect(self) -> None:
        link = reach(self.host, self.port, may_reach=self.bounds.may_reach, seconds=self.bounds.seconds)
        # TLS takes the socket away from who made it; a second handle still reaches the same connection.
        self._brake = link.dup()
        self.sock = _trusting().wrap_socket(link, server_hostname=self.host) if self._is_sealed else link
        if self.is_over:
            raise TimeoutError

    def cut(self) -> None:
        """Its time is over."""
        self.is_over = True
        if self._brake:
            with suppress(OSError):  # it has ended by itself
                self._brake.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        if self._brake:
            self._brake.close()


@cache
def _trusting() -> ssl.SSLContext:
    """Whose certificates are believed; reading them takes a while."""
    return ssl.create_default_context()
