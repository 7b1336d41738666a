"""What it costs a server to bring one small frame to a thousand sockets, five ways side by side in one run.

    python -m benchmarks.fan_out [sockets]

The figure to compare is CPU µs of the server per delivered frame: it barely moves with the noise of the machine. The
server runs on one core, the load on the other. Then signed-in handshakes a second. One JSON object a line.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks import stage
from benchmarks.load import Client, Meter, connect_all, percentile, pin, report, until

# way, server, application, frames: the tutorial's takes so long that a few are enough
WAYS = [
    ("tutorial", "daphne", "tutorial", 8),
    ("hub", "daphne", "hub", 40),
    ("hub", "uvicorn", "hub", 40),
    ("plain", "daphne", "plain", 20),
    ("plain", "uvicorn", "plain", 20),
]
PAUSE = 0.12  # seconds; the hub sends at most ten a second
SETTLE = 1.0
MEMBERS_SHARE = 8  # sockets of one member in the handshakes


@dataclass
class Round:
    """Counts the sockets that a frame has reached."""

    left: int = 0
    begun: float = 0.0
    waits: list[float] = field(default_factory=list)
    snapshots: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, client: Client, text: bytes, now: float) -> None:  # noqa: ARG002 -- the load's signature
        if text.startswith(b'{"op":"event"') or b'"op": "event"' in text:
            self.waits.append(now - self.begun)
            self.left -= 1
            if self.left == 0:
                self.done.set()
        elif b"snapshot" in text:
            self.snapshots += 1

    async def run(self, seller: Client, sockets: int) -> float:
        """Sell one piece and wait until all have heard; the seconds it took."""
        self.left, self.begun = sockets, time.monotonic()
        self.done.clear()
        seller.send(op="sell", id="s")
        await asyncio.wait_for(self.done.wait(), 60)
        return time.monotonic() - self.begun


async def fan_out(port: int, sockets: int, frames: int, meter: Meter) -> dict[str, float]:
    hearing = Round()
    (first,) = await connect_all(port, [None], hearing.hear)  # what a process needs once is not a socket's
    await asyncio.sleep(SETTLE)
    empty = meter.kib()
    clients = await connect_all(port, [None] * sockets, hearing.hear)
    for client in clients:
        client.send(op="subscribe", id="b", topic="board:stock")
    await until(lambda: hearing.snapshots == sockets, 60)
    memory = (meter.kib() - empty) / sockets
    listeners = sockets + (1 if first.frames == 0 else 0)  # the tutorial's group has every socket in it
    await hearing.run(first, listeners)
    hearing.waits.clear()
    meter.start()
    busy = 0.0
    for _ in range(frames):
        busy += await hearing.run(first, listeners)
        await asyncio.sleep(PAUSE)
    cpu = meter.cpu_seconds()
    for client in (first, *clients):
        client.transport.close()
    return {
        "frames": len(hearing.waits),
        "cpu_us_per_frame": cpu * 1e6 / len(hearing.waits),
        "frames_per_s": len(hearing.waits) / busy,
        "p99_ms": percentile(hearing.waits, 99) * 1000,
        "kib_per_socket": memory,
    }


def measure(way: str, server: str, application: str, sockets: int, frames: int) -> float:
    """Measure one way in a fresh process; CPU µs a frame."""
    from tests.servers import start_server

    with start_server(server, f"benchmarks.board:{application}", {"SOCKETS_PER_ADDRESS": "1000000"}) as running:
        pin(running.process.pid, stage.SERVER_CORE)
        figures = asyncio.run(fan_out(running.port, sockets, frames, Meter.of(running.process.pid)))
    report(bench="fan_out", way=way, server=server, sockets=sockets, **figures)
    return figures["cpu_us_per_frame"]


async def shake_hands(port: int, sessions: Sequence[str]) -> float:
    """Open a socket for each session; handshakes a second, each ended by its hello."""
    greeted = 0

    def hear(_: Client, text: bytes, _now: float) -> None:
        nonlocal greeted
        assert b'"member":"' in text, text
        greeted += 1

    begun = time.monotonic()
    clients = await connect_all(port, sessions, hear)
    await until(lambda: greeted == len(sessions), 60)
    seconds = time.monotonic() - begun
    for client in clients:
        client.transport.close()
    return len(sessions) / seconds


def handshakes(server: str, sessions: Sequence[str]) -> None:
    from tests.servers import start_server

    with start_server(server, "benchmarks.board:hub") as running:
        pin(running.process.pid, stage.SERVER_CORE)
        asyncio.run(shake_hands(running.port, sessions[:1]))  # the first one wakes the hub
        meter = Meter.of(running.process.pid)
        rate = asyncio.run(shake_hands(running.port, sessions))
        cpu = meter.cpu_seconds() * 1e6 / len(sessions)
    report(bench="handshakes", server=server, sockets=len(sessions), handshakes_per_s=rate, cpu_us_per_handshake=cpu)


def main() -> None:
    stage.prepare()
    from tests.factories.crowds import make_crowd

    pin(os.getpid(), stage.LOAD_CORE)
    sockets = stage.number_argument(1000)
    cost = {(way, server): measure(way, server, app, sockets, frames) for way, server, app, frames in WAYS}
    tutorial = cost.pop(("tutorial", "daphne"))
    for (way, server), each in cost.items():
        report(bench="fan_out", way=way, server=server, share_of_the_tutorial=each / tutorial, times=tutorial / each)
    sessions = make_crowd(sockets // MEMBERS_SHARE) * MEMBERS_SHARE
    for server in ("daphne", "uvicorn"):
        handshakes(server, sessions)


if __name__ == "__main__":
    main()
