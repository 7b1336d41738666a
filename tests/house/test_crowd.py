"""Ten thousand pages open on one process: each learns what one member did."""

import asyncio
import re

import pytest

from benchmarks.load import Client, connect_all, until
from drops.models import Claim
from tests.factories.crowds import make_crowd
from tests.factories.drops import make_drop, new_key
from tests.servers import start_server

CROWD = 10_000
ENTRIES = re.compile(rb'"entries":(\d+)')


async def watch(port: int, sessions: list[str], code: str) -> None:
    """All listen, one claims; returns when everybody's counter shows it."""
    listening, seen = set(), set()

    def hear(client: Client, text: bytes, _now: float) -> None:
        if b'"op":"snapshot"' in text:
            listening.add(client.number)
        if (found := ENTRIES.search(text)) and found[1] == b"1":
            seen.add(client.number)

    clients = await connect_all(port, sessions, hear)
    for client in clients:
        client.send(op="subscribe", id="s", topic=f"drop:{code}")
    await until(lambda: len(listening) == len(clients), 120)
    assert not seen
    clients[0].send(op="claim", id="c", drop=code, quantity=1, key=new_key())
    await until(lambda: len(seen) == len(clients), 15)
    for client in clients:
        client.transport.close()


@pytest.mark.heavy
@pytest.mark.server
@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["daphne", "uvicorn"])
def test_ten_thousand_sockets_see_one_claim(name):
    code, sessions = make_drop().code, make_crowd(CROWD)
    with start_server(name) as server:
        asyncio.run(watch(server.port, sessions, code))
        assert "Traceback" not in server.log
    assert Claim.objects.filter(drop__code=code).count() == 1
