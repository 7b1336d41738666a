"""Durable claims a second through the whole socket path, and the textbook's way beside it in the same run.

    python -m benchmarks.claims [members]

Ours: every member holds a socket that listens to the drop, all claim at once, the hub is at work. The textbook's: the
same members post to a view that locks the drop, counts and inserts. Servers run on one core; load and database on the
other. One JSON object a line.
"""

import asyncio
import json
import os
import time
from collections.abc import Sequence

from benchmarks import stage
from benchmarks.load import Client, Meter, connect_all, percentile, pin, report, until

PIECES = 100
TEXTBOOK_SHARE = 5  # the textbook's way gets a fifth of the members, since it takes that much longer
CONNECTIONS = 50  # of the textbook's


class Rush:
    """Counts the answers of a rush by sockets."""

    def __init__(self, expected: int) -> None:
        self.done = asyncio.get_running_loop().create_future()
        self.left = expected
        self.sent: dict[int, float] = {}
        self.waits: list[float] = []
        self.listening = 0

    def hear(self, client: Client, text: bytes, now: float) -> None:
        if text.startswith(b'{"op":"claimed"') or (b'"op":"claimed"' in text):
            self.waits.append(now - self.sent[client.number])
            self.left -= 1
            if self.left == 0:
                self.done.set_result(None)
        elif b'"op":"snapshot"' in text:
            self.listening += 1
        elif b'"op":"error"' in text:
            raise SystemExit(f"The server refused: {text.decode()}")


async def by_sockets(port: int, sessions: Sequence[str], code: str, meter: Meter) -> dict[str, float]:
    from tests.factories.drops import new_key

    rush = Rush(len(sessions))
    clients = await connect_all(port, sessions, rush.hear)
    for client in clients:
        client.send(op="subscribe", id="s", topic=f"drop:{code}")
    await until(lambda: rush.listening == len(clients), 60)
    keys = [new_key() for _ in clients]
    meter.start()
    begun = time.monotonic()
    for client, key in zip(clients, keys, strict=True):
        rush.sent[client.number] = asyncio.get_running_loop().time()
        client.send(op="claim", id="c", drop=code, quantity=1, key=key)
    await asyncio.wait_for(rush.done, 120)
    seconds = time.monotonic() - begun
    for client in clients:
        client.transport.close()
    return {
        "claims": len(clients),
        "claims_per_s": len(clients) / seconds,
        "cpu_us_per_claim": meter.cpu_seconds() * 1e6 / len(clients),
        "p50_ms": percentile(rush.waits, 50) * 1000,
        "p99_ms": percentile(rush.waits, 99) * 1000,
    }


async def by_textbook(port: int, sessions: Sequence[str], code: str, meter: Meter) -> dict[str, float]:
    from tests.factories.drops import new_key

    waiting = list(sessions)
    waits: list[float] = []

    async def post_one_after_the_other() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while waiting:
            session, begun = waiting.pop(), time.monotonic()
            body = json.dumps({"drop": code, "key": new_key()}).encode()
            writer.write(
                f"POST /claim/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessionid={session}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                raise SystemExit(f"The textbook's view failed: {head.decode()}")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.split(b":")[1]))
            waits.append(time.monotonic() - begun)
        writer.close()

    meter.start()
    begun = time.monotonic()
    await asyncio.gather(*(post_one_after_the_other() for _ in range(CONNECTIONS)))
    seconds = time.monotonic() - begun
    return {
        "claims": len(waits),
        "claims_per_s": len(waits) / seconds,
        "cpu_us_per_claim": meter.cpu_seconds() * 1e6 / len(waits),
        "p50_ms": percentile(waits, 50) * 1000,
        "p99_ms": percentile(waits, 99) * 1000,
    }


def measure(way: str, server: str, sessions: Sequence[str]) -> float:
    """Measure one way on one server in a fresh process; claims a second."""
    from tests.factories.drops import make_drop
    from tests.servers import start_server

    code = make_drop(total=PIECES).code
    application = "config.asgi:application" if way == "sockets" else "benchmarks.textbook:application"
    with start_server(server, application) as running:
        pin(running.process.pid, stage.SERVER_CORE)
        meter = Meter.of(running.process.pid)
        run = by_sockets if way == "sockets" else by_textbook
        figures = asyncio.run(run(running.port, sessions, code, meter))
    report(bench="claims", way=way, server=server, **figures)
    return figures["claims_per_s"]


def main() -> None:
    stage.prepare()
    from tests.factories.crowds import make_crowd

    pin(os.getpid(), stage.LOAD_CORE)
    sessions = make_crowd(stage.number_argument(2000))
    few = sessions[: max(1, len(sessions) // TEXTBOOK_SHARE)]
    for server in ("daphne", "uvicorn"):
        textbook = measure("textbook", server, few)
        report(bench="claims", server=server, times_the_textbook=measure("sockets", server, sessions) / textbook)


if __name__ == "__main__":
    main()
