"""A client that opens a socket, subscribes, and then does not read until it is told to."""

import contextlib
import json
import socket
import struct
from collections.abc import Iterator
from typing import Any

from tests.servers import SITE, Server

HANDSHAKE = (
    "GET /ws/ HTTP/1.1\r\nHost: testserver\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: {origin}\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: qommunity.v1\r\n\r\n"
)
SMALL = 4096  # bytes of the receive buffer, so that the server's writes stop soon


class Sleeper:
    """A raw connection; frames are read by hand, so that a torn one would be seen."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self.stream = link.makefile("rb")

    def send(self, **frame: Any) -> None:
        payload = json.dumps(frame).encode()
        assert len(payload) < 126, "long enough for a question"
        self.link.sendall(bytes((0x81, 0x80 | len(payload), 0, 0, 0, 0)) + payload)  # masked by zeros

    def read(self) -> dict[str, Any] | int:
        """The next text frame's object, or the close code; pings are passed over."""
        while True:
            opcode, payload = self._frame()
            if opcode == 1:
                return json.loads(payload)
            if opcode == 8:
                return struct.unpack("!H", payload[:2])[0]
            assert opcode == 9, f"an unexpected frame of kind {opcode}"

    def _frame(self) -> tuple[int, bytes]:
        first, size = struct.unpack("!BB", self._exactly(2))
        assert first & 0xF0 == 0x80, "a frame must be final and uncompressed"
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        return first & 0x0F, self._exactly(size)

    def _exactly(self, count: int) -> bytes:
        data = self.stream.read(count)
        if len(data) < count:
            raise ConnectionError("cut off")
        return data


@contextlib.contextmanager
def fall_asleep(server: Server, *topics: str) -> Iterator[Sleeper]:
    """Open a socket, subscribe to `topics`, read their snapshots, and stop reading."""
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        link.settimeout(30)
        link.connect(("127.0.0.1", server.port))
        link.sendall(HANDSHAKE.format(origin=SITE).encode())
        sleeper = Sleeper(link)
        with sleeper.stream:
            while sleeper.stream.readline() not in {b"\r\n", b""}:
                pass
            assert sleeper.read()["op"] == "hello"
            for topic in topics:
                sleeper.send(op="subscribe", id=topic, topic=topic)
                assert sleeper.read()["op"] == "snapshot"
            yield sleeper
