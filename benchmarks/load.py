"""A load that costs little: a WebSocket client reduced to what a measurement needs, and the processes it measures."""

import asyncio
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psutil

ORIGIN = "http://testserver"  # what the measured server takes for its own
MASK = b"\0\0\0\0"  # a mask of zeros is allowed, and leaves the text as it is
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Client(asyncio.Protocol):
    """One socket. `on_text` gets each text frame and the loop's time of its arrival."""

    def __init__(self, request: bytes, on_text: Callable[["Client", bytes, float], None]) -> None:
        self._request = request
        self._on_text = on_text
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self.open: asyncio.Future[None] = self._loop.create_future()
        self.transport: asyncio.Transport
        self.frames = 0
        self.number = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.open.done():
            head, end, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.open.set_exception(ConnectionError(head.decode("latin-1")))
                return
            self._buffer = bytearray(rest)
            self.open.set_result(None)
        self._read_frames()

    def _read_frames(self) -> None:
        buffer, at, now = self._buffer, 0, self._loop.time()
        while len(buffer) - at >= 2:
            length, head = buffer[at + 1] & 0x7F, 2
            if length == 126:
                length, head = int.from_bytes(buffer[at + 2 : at + 4], "big"), 4
            elif length == 127:
                length, head = int.from_bytes(buffer[at + 2 : at + 10], "big"), 10
            if len(buffer) - at < head + length:
                break
            self._frame(buffer[at] & 0x0F, bytes(buffer[at + head : at + head + length]), now)
            at += head + length
        del buffer[:at]

    def _frame(self, opcode: int, payload: bytes, now: float) -> None:
        if opcode == TEXT:
            self.frames += 1
            self._on_text(self, payload, now)
        elif opcode == PING:
            self._write(PONG, payload)
        elif opcode == CLOSE:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.open.done():
            self.open.set_exception(exc or ConnectionError("closed before it was open"))

    def send(self, **frame: Any) -> None:
        self._write(TEXT, json.dumps(frame, separators=(",", ":")).encode())

    def _write(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        head = (
            bytes([0x80 | opcode, 0x80 | size])
            if size < 126
            else bytes([0x80 | opcode, 0xFE]) + size.to_bytes(2, "big")
        )
        self.transport.write(head + MASK + payload)


def handshake(port: int, session: str | None) -> bytes:
    lines = [
        "GET /ws/ HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: qommunity.v1",
        f"Origin: {ORIGIN}",
    ]
    if session:
        lines.append(f"Cookie: sessionid={session}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def connect_all(
    port: int, sessions: Iterable[str | None], on_text: Callable[[Client, bytes, float], None], *, at_once: int = 200
) -> list[Client]:
    """Open a socket for each session, at most `at_once` handshakes under way."""
    loop, gate = asyncio.get_running_loop(), asyncio.Semaphore(at_once)

    async def connect(number: int, session: str | None) -> Client:
        async with gate:
            _, client = await loop.create_connection(
                lambda: Client(handshake(port, session), on_text), "127.0.0.1", port
            )
            client.number = number
            await asyncio.wait_for(client.open, 60)
            return client

    return await asyncio.gather(*(connect(number, session) for number, session in enumerate(sessions)))


async def until(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for a condition of many sockets, none of which could set an event for all."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 -- see above
            await asyncio.sleep(0.01)


@dataclass
class Meter:
    """CPU seconds and memory of one process between two readings."""

    process: psutil.Process
    cpu: float = 0.0

    @classmethod
    def of(cls, pid: int) -> "Meter":
        return cls(psutil.Process(pid)).start()

    def start(self) -> "Meter":
        self.cpu = self._cpu()
        return self

    def cpu_seconds(self) -> float:
        return self._cpu() - self.cpu

    def kib(self) -> float:
        return self.process.memory_info().rss / 1024

    def _cpu(self) -> float:
        times = self.process.cpu_times()
        return times.user + times.system


def pin(pid: int, core: int) -> None:
    """Keep a process on one core where the system lets us, so that server and load do not share one."""
    if hasattr(psutil.Process, "cpu_affinity") and (os.cpu_count() or 1) > 1:
        process = psutil.Process(pid)
        for each in [process, *process.children(recursive=True)]:
            each.cpu_affinity([core])


def percentile(values: Sequence[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def report(**row: Any) -> None:
    """One JSON object a line."""
    print(
        json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()}),
        flush=True,
    )
