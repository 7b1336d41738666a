"""A drop goes on while Redis dies and comes back, and while a server process is killed."""

import asyncio
import contextlib
import json
import signal
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from drops.models import Claim
from tests.factories.crowds import make_crowd
from tests.factories.drops import make_drop, new_key
from tests.servers import Server, dressed, start_server
from tests.services import PrivateRedis

pytestmark = [pytest.mark.server, pytest.mark.redis, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]

RIGHT_AGAIN = 15  # seconds within which every page is right again
CROWD = 60


@dataclass
class Buyer:
    """A member who claims once, and repeats the same claim when no answer came."""

    session: str
    code: str
    key: str = field(default_factory=new_key)
    answer: dict | None = None

    async def claim(self, server: Server) -> None:
        claim = {"op": "claim", "id": "c", "drop": self.code, "quantity": 1, "key": self.key}
        with contextlib.suppress(WebSocketException, OSError):
            async with connect(server.address, **dressed(self.session)) as socket:
                await socket.send(json.dumps(claim))
                while self.answer is None:
                    frame = json.loads(await socket.recv())
                    if frame.get("id") == "c":
                        self.answer = frame


class Watcher:
    """A page that follows the drop and keeps the greatest pair (seq, now)."""

    def __init__(self, server: Server, code: str) -> None:
        self.server, self.code = server, code
        self.state: dict = {}
        self.latest = (-1, -1)
        self.moved = asyncio.Event()

    async def follow(self, session: str) -> None:
        with contextlib.suppress(ConnectionClosed):
            async with connect(self.server.address, **dressed(session)) as socket:
                await socket.send(json.dumps({"op": "subscribe", "id": "s", "topic": f"drop:{self.code}"}))
                async for text in socket:
                    self._see(json.loads(text))

    def _see(self, frame: dict) -> None:
        if "data" in frame and (frame["seq"], frame["now"]) > self.latest:
            self.latest, self.state = (frame["seq"], frame["now"]), frame["data"]
            self.moved.set()

    async def until(self, entries: int) -> None:
        async with asyncio.timeout(RIGHT_AGAIN):
            while self.state.get("entries") != entries:
                self.moved.clear()
                await self.moved.wait()


async def play(first: Server, second: Server, redis: PrivateRedis, sessions: list[str], code: str) -> list[Buyer]:
    *crowd, one, other = sessions
    buyers = [Buyer(session, code) for session in crowd]
    third = len(buyers) // 3
    early, amid, late = buyers[:third], buyers[third : 2 * third], buyers[2 * third :]
    watchers = [Watcher(first, code), Watcher(second, code)]
    async with asyncio.TaskGroup() as group:
        pages = [group.create_task(w.follow(s)) for w, s in zip(watchers, (one, other), strict=True)]

        await claim_from_both(early, first, second)
        await asyncio.gather(*(watcher.until(len(early)) for watcher in watchers))

        redis.kill()
        await claim_from_both(amid, first, second)
        await asyncio.gather(*(watcher.until(len(early + amid)) for watcher in watchers))
        redis.start()

        under_way = [group.create_task(buyer.claim(first)) for buyer in late]
        await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)  # one was answered, the others are not yet
        first.stop(signal.SIGKILL)
        await asyncio.gather(*under_way)
        await asyncio.gather(*(buyer.claim(second) for buyer in late if buyer.answer is None))

        survivor = watchers[1]
        returned = Watcher(second, code)  # the page of the killed server, come back to the other
        pages.append(group.create_task(returned.follow(one)))
        await asyncio.gather(survivor.until(len(buyers)), returned.until(len(buyers)))
        assert survivor.state == returned.state
        for page in pages:
            page.cancel()
    return buyers


async def claim_from_both(buyers: list[Buyer], first: Server, second: Server) -> None:
    servers = (first, second)
    await asyncio.gather(*(buyer.claim(servers[number % 2]) for number, buyer in enumerate(buyers)))
    assert all(buyer.answer for buyer in buyers)


def test_no_answered_claim_is_lost_and_every_page_is_right_again(redis_server):
    code = make_drop(total=20).code
    environment = {"REDIS_URL": redis_server.url}
    with (
        start_server("daphne", environment=environment) as first,
        start_server("daphne", environment=environment) as second,
    ):
        buyers = asyncio.run(play(first, second, redis_server, make_crowd(CROWD + 2), code))
    answers = {buyer.key: buyer.answer for buyer in buyers}
    assert {answer["op"] for answer in answers.values()} == {"claimed"}
    claims = dict(Claim.objects.filter(drop__code=code).values_list("key", "place"))
    assert {key: answer["place"] for key, answer in answers.items()} == claims
    assert sorted(claims.values()) == list(range(1, CROWD + 1))
    assert Claim.objects.filter(drop__code=code, status="allocated").count() == 20
