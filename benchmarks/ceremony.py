"""A ceremony watched by hundreds of sockets: how long after its second each of them learns a step. No job runs.

    python -m benchmarks.ceremony [watchers]

One JSON object a line for each server.
"""

import asyncio
import os
import re
import time
from datetime import UTC, datetime, timedelta

from benchmarks import stage
from benchmarks.load import Client, Meter, connect_all, percentile, pin, report, until

SECONDS = 5
STEPS = 4  # the opening and three places
STEP = re.compile(rb'"step":(\d)')


class Watch:
    """When each watcher learnt each step, by the wall clock that database, server and load share."""

    def __init__(self) -> None:
        self.listening = 0
        self.learnt: dict[tuple[int, int], float] = {}

    def hear(self, client: Client, text: bytes, _now: float) -> None:
        now = time.time()
        if b'"op":"snapshot"' in text:
            self.listening += 1
        elif b'"op":"event"' in text and (found := STEP.search(text)):
            self.learnt.setdefault((client.number, int(found[1])), now)
        elif b'"op":"error"' in text:
            raise SystemExit(f"The server refused: {text.decode()}")


async def watch(port: int, watchers: int, slug: str, starts_at: datetime) -> Watch:
    """All listen from before the opening until each has learnt every step."""
    hearing = Watch()
    clients = await connect_all(port, [None] * watchers, hearing.hear)
    for client in clients:
        client.send(op="subscribe", id="s", topic=f"ceremony:{slug}")
    await until(lambda: hearing.listening == watchers, 60)
    if datetime.now(UTC) > starts_at - timedelta(seconds=1):
        raise SystemExit("The watchers came too late to see the opening; give fewer of them.")
    await until(lambda: len(hearing.learnt) == watchers * STEPS, 60)
    for client in clients:
        client.transport.close()
    return hearing


def waits_of(hearing: Watch, starts_at: datetime) -> list[float]:
    """Seconds from each step's own second until a watcher knew of it."""
    begun = starts_at.timestamp()
    return [at - (begun + step * SECONDS) for (_watcher, step), at in hearing.learnt.items()]


def planned(ahead: float) -> tuple[str, datetime]:
    """A Qdéfi whose result is counted, and a ceremony that begins in so many seconds."""
    from challenges.ceremonies.models import Ceremony
    from tests.factories.ceremonies import make_ceremony

    qdefi, starts_at = make_ceremony(since=-86_400), datetime.now(UTC) + timedelta(seconds=ahead)
    Ceremony.objects.filter(qdefi=qdefi).update(starts_at=starts_at, seconds=SECONDS)
    return qdefi.slug, starts_at


def measure(server: str, watchers: int) -> None:
    from tests.servers import start_server

    with start_server(server, environment={"SOCKETS_PER_ADDRESS": "1000000"}) as running:
        slug, starts_at = planned(10 + watchers / 50)
        pin(running.process.pid, stage.SERVER_CORE)
        meter = Meter.of(running.process.pid)
        hearing = asyncio.run(watch(running.port, watchers, slug, starts_at))
        cpu = meter.cpu_seconds()
    waits = waits_of(hearing, starts_at)
    report(
        bench="ceremony",
        server=server,
        watchers=watchers,
        steps=len(waits) // watchers,
        step_first_ms=min(waits) * 1000,
        step_p50_ms=percentile(waits, 50) * 1000,
        step_p99_ms=percentile(waits, 99) * 1000,
        step_last_ms=max(waits) * 1000,
        server_cpu_s=cpu,
    )


def main() -> None:
    stage.prepare()
    pin(os.getpid(), stage.LOAD_CORE)
    for server in ("daphne", "uvicorn"):
        measure(server, stage.number_argument(500))


if __name__ == "__main__":
    main()
