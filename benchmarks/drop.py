"""A drop from its opening to the last claim, watched by thousands of sockets.

    python -m benchmarks.drop [watchers]

Measured: how long after the hour each watcher learns that it is open (no job runs); then, amid claims spread over five
seconds, how long a claim waits for its answer, and how long after a claim was entered the last watcher's counter holds
it. One JSON object a line for each server.
"""

import asyncio
import os
import random
import re
import time
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from benchmarks import stage
from benchmarks.load import Client, Meter, connect_all, percentile, pin, report, until

PIECES = 100
RUSH = 5.0  # seconds
ENTRIES = re.compile(rb'"entries":(\d+)')


class Watch:
    """What every watcher has seen, and when, by the wall clock that database, server and load share."""

    def __init__(self, watchers: int) -> None:
        self.opened: dict[int, float] = {}
        self.seen: list[list[tuple[int, float]]] = [[] for _ in range(watchers)]  # (entries, at), rising
        self.sent: dict[int, float] = {}
        self.answered: dict[int, float] = {}
        self.listening = 0
        self.frames = 0

    def hear(self, client: Client, text: bytes, _now: float) -> None:
        now = time.time()
        if b'"op":"event"' in text:
            self.frames += 1
            if client.number not in self.opened and b'"phase":"open"' in text:
                self.opened[client.number] = now
            if found := ENTRIES.search(text):
                self.seen[client.number].append((int(found[1]), now))
        elif b'"op":"claimed"' in text:
            self.answered[client.number] = now
        elif b'"op":"snapshot"' in text:
            self.listening += 1
        elif b'"op":"error"' in text:
            raise SystemExit(f"The server refused: {text.decode()}")

    def last_sight_of(self, place: int) -> float:
        """When the last watcher saw a counter of at least `place` entries."""
        return max(seen[bisect_left(seen, (place,))][1] for seen in self.seen)


async def play(port: int, sessions: Sequence[str], code: str, opens_at: datetime, meter: Meter) -> tuple[Watch, float]:
    from tests.factories.drops import new_key

    watch, loop, luck = Watch(len(sessions)), asyncio.get_running_loop(), random.Random(10)
    clients = await connect_all(port, sessions, watch.hear)
    for client in clients:
        client.send(op="subscribe", id="s", topic=f"drop:{code}")
    await until(lambda: watch.listening == len(clients), 60)
    if datetime.now(UTC) > opens_at - timedelta(seconds=2):
        raise SystemExit("The watchers came too late to see the opening; give fewer of them.")
    await until(lambda: len(watch.opened) == len(clients), 120)
    meter.start()

    def claim(client: Client) -> None:
        watch.sent[client.number] = time.time()
        client.send(op="claim", id="c", drop=code, quantity=1, key=new_key())

    for client in clients:
        loop.call_later(luck.random() * RUSH, claim, client)
    everybody = len(clients)
    await until(lambda: len(watch.answered) == everybody, 60)
    await until(lambda: all(seen and seen[-1][0] == everybody for seen in watch.seen), 30)
    cpu = meter.cpu_seconds()
    for client in clients:
        client.transport.close()
    return watch, cpu


def measure(server: str, sessions: Sequence[str]) -> None:
    from drops.models import Claim
    from tests.factories.drops import make_drop
    from tests.servers import start_server

    opens_at = datetime.now(UTC) + timedelta(seconds=12 + len(sessions) / 150)
    drop = make_drop(total=PIECES, opens_at=opens_at)
    with start_server(server) as running:
        pin(running.process.pid, stage.SERVER_CORE)
        meter = Meter.of(running.process.pid)
        watch, cpu = asyncio.run(play(running.port, sessions, drop.code, opens_at, meter))
        kib = meter.kib()
    entered = dict(Claim.objects.filter(drop=drop).values_list("place", "entered_at"))
    opening = [at - opens_at.timestamp() for at in watch.opened.values()]
    answers = [watch.answered[number] - watch.sent[number] for number in watch.answered]
    sights = [watch.last_sight_of(place) - at.timestamp() for place, at in entered.items()]
    report(
        bench="drop",
        server=server,
        watchers=len(sessions),
        opening_first_ms=min(opening) * 1000,
        opening_p99_ms=percentile(opening, 99) * 1000,
        claim_p50_ms=percentile(answers, 50) * 1000,
        claim_p99_ms=percentile(answers, 99) * 1000,
        last_client_p50_ms=percentile(sights, 50) * 1000,
        last_client_p99_ms=percentile(sights, 99) * 1000,
        frames=watch.frames,
        server_cpu_s=cpu,
        server_mib=kib / 1024,
    )


def main() -> None:
    stage.prepare()
    from tests.factories.crowds import make_crowd

    pin(os.getpid(), stage.LOAD_CORE)
    sessions = make_crowd(stage.number_argument(2000))
    for server in ("daphne", "uvicorn"):
        measure(server, sessions)


if __name__ == "__main__":
    main()
