"""The same counter fanned out two ways: by the hub, and as the tutorial does it, with a group member per socket."""

import asyncio
from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.core.asgi import get_asgi_application
from django.db import connection, transaction

from realtime import asgi, clock
from realtime.announce import Step, announce
from realtime.history import counters
from realtime.ops import register_op
from realtime.outlet import EXTENSION
from realtime.topics import State, StateTopic, Viewer, register

TOPIC = "board:stock"
GROUP = "board"


def stock(seq: int) -> dict[str, int]:
    """What a drop's stock looks like on the wire."""
    return {"total": 100_000, "available": 100_000 - seq, "held": seq % 50, "sold": seq, "claims": seq}


class Board(StateTopic):
    prefix = "board"

    def audience(self, viewer: Viewer, key: str) -> str:  # noqa: ARG002 -- one for all
        return "all"

    def read(self, key: str) -> State:  # noqa: ARG002 -- one for all
        seq = counters([TOPIC]).get(TOPIC, 0)
        return State(seq, clock.now(), {"all": stock(seq)}, kind="stock")


def raise_it() -> None:
    with transaction.atomic():
        announce(Step(TOPIC, "stock"))
    connection.close()


async def sell(viewer: Viewer, fields: dict[str, Any]) -> dict[str, Any]:
    await asyncio.to_thread(raise_it)
    return {"op": "sold"}


class Tutorial(AsyncJsonWebsocketConsumer):
    """As the tutorial has it: each socket joins the group, each gets and encodes its own copy."""

    sold = 0

    async def connect(self) -> None:
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept("qommunity.v1")

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 -- Channels' signature
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def receive_json(self, content: dict[str, Any], **_: Any) -> None:
        if content["op"] == "subscribe":
            await self.send_json({"op": "snapshot", "id": content["id"], "data": stock(0)})
        else:
            Tutorial.sold += 1
            await self.channel_layer.group_send(GROUP, {"type": "stock", "seq": Tutorial.sold})

    async def stock(self, event: dict[str, Any]) -> None:
        seq = event["seq"]
        now = clock.to_ms(clock.now())
        frame = {"op": "event", "topic": TOPIC, "seq": seq, "now": now, "kind": "stock", "data": stock(seq)}
        await self.send_json(frame)


register(Board())
register_op("sell", {}, sell)
hub = asgi.application(get_asgi_application())


async def plain(scope: Any, receive: Any, send: Any) -> None:
    """The hub on a server that offers no direct way."""
    scope.get("extensions", {}).pop(EXTENSION, None)
    await hub(scope, receive, send)


tutorial = Tutorial.as_asgi()
