"""The rush: many members, a hundred pieces, two server processes with Redis between them, real connections."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from django.db import connection
from websockets.asyncio.client import connect

from drops.models import Claim, Drop, Hold
from tests.factories.crowds import make_crowd
from tests.factories.drops import make_drop, new_key
from tests.servers import Server, dressed, start_server

pytestmark = [pytest.mark.server, pytest.mark.redis, pytest.mark.django_db(transaction=True)]
PIECES = 100
# What makes overselling impossible even without the lock; the control has to lift it first.
SAFETY_NET = ["hold_piece_once", "claim_place_once"]


@contextlib.contextmanager
def two_servers(redis_url: str, application: str = "config.asgi:application") -> Iterator[list[Server]]:
    environment = {"REDIS_URL": redis_url}
    with (
        start_server("daphne", application, environment) as first,
        start_server("uvicorn", application, environment) as second,
    ):
        yield [first, second]


async def rush(servers: Sequence[Server], sessions: Sequence[str], codes: Sequence[str]) -> list[list[dict]]:
    """All connect, then claim a piece of each drop at once, drop after drop; the answers by drop."""
    gate = asyncio.Semaphore(100)  # so that nobody's handshake has to wait for two thousand others
    async with contextlib.AsyncExitStack() as stack:

        async def come_in(number: int, session: str):
            async with gate:
                address = servers[number % len(servers)].address
                return await stack.enter_async_context(connect(address, open_timeout=60, **dressed(session)))

        sockets = await asyncio.gather(*(come_in(number, session) for number, session in enumerate(sessions)))
        return [await asyncio.gather(*(claim(socket, code) for socket in sockets)) for code in codes]


async def claim(socket, code: str) -> dict:
    await socket.send(json.dumps({"op": "claim", "id": code, "drop": code, "quantity": 1, "key": new_key()}))
    async with asyncio.timeout(60):
        while True:
            frame = json.loads(await socket.recv())
            if frame.get("id") == code:
                return frame


def check_fair(code: str, answers: Sequence[dict]) -> None:
    """Exactly as many pieces as there are, every claimant answered, places without gaps in durable order."""
    crowd = len(answers)
    assert Counter(answer["op"] for answer in answers) == {"claimed": crowd}
    assert Counter(answer["status"] for answer in answers) == {"allocated": PIECES, "waiting": crowd - PIECES}
    assert sorted(answer["place"] for answer in answers) == list(range(1, crowd + 1))
    drop = Drop.objects.get(code=code)
    assert (drop.places, drop.claimants) == (crowd, crowd)
    pieces = Hold.objects.filter(drop=drop, state=Hold.State.LIVE).values_list("piece__number", flat=True)
    assert sorted(pieces) == list(range(1, PIECES + 1))
    claims = list(Claim.objects.filter(drop=drop).order_by("place").values_list("entered_at", "status", "key"))
    assert [entered for entered, _, _ in claims] == sorted(entered for entered, _, _ in claims)
    assert [status for _, status, _ in claims] == ["allocated"] * PIECES + ["waiting"] * (crowd - PIECES)
    assert {answer["receipt"]: answer["place"] for answer in answers} == {
        key: place for place, (_, _, key) in enumerate(claims, start=1)
    }


def run_rushes(redis_url: str, *, members: int, runs: int) -> None:
    sessions = make_crowd(members)
    codes = [make_drop(total=PIECES).code for _ in range(runs)]
    with two_servers(redis_url) as servers:
        for code, answers in zip(codes, asyncio.run(rush(servers, sessions, codes)), strict=True):
            check_fair(code, answers)
        assert "Traceback" not in "".join(server.log for server in servers)


def test_a_rush_from_two_processes_sells_each_piece_once(redis_url):
    run_rushes(redis_url, members=240, runs=2)


@pytest.mark.heavy
@pytest.mark.timeout(900)
def test_twenty_rushes_of_two_thousand_sell_each_piece_once(redis_url):
    run_rushes(redis_url, members=2000, runs=20)


@contextlib.contextmanager
def safety_net_lifted() -> Iterator[None]:
    """Without the constraints that would turn an oversale into an error."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [SAFETY_NET])
        indexes = dict(cursor.fetchall())
        assert sorted(indexes) == sorted(SAFETY_NET)
        cursor.execute("ALTER TABLE drops_claim DROP CONSTRAINT claim_place_once")
        cursor.execute("DROP INDEX hold_piece_once")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE drops_claim CASCADE")
            cursor.execute(indexes["hold_piece_once"])
            cursor.execute("ALTER TABLE drops_claim ADD CONSTRAINT claim_place_once UNIQUE (drop_id, place)")


def test_without_the_lock_the_same_rush_oversells(redis_url):
    sessions = make_crowd(240)
    drops = [make_drop(total=PIECES) for _ in range(3)]
    with safety_net_lifted():
        with two_servers(redis_url, "tests.drops.unlocked:application") as servers:
            asyncio.run(rush(servers, sessions, [drop.code for drop in drops]))
        given = [Hold.objects.filter(drop=drop, state=Hold.State.LIVE).count() for drop in drops]
    assert max(given) > PIECES
