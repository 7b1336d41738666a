"""A little house of its own for the wire: topics and ops made of nothing but realtime's tables."""

import asyncio
import json
import os
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

from realtime import asgi, clock, hub
from realtime.announce import Step, announce
from realtime.conf import conf
from realtime.history import counters
from realtime.ops import Refusal, register_op
from realtime.outlet import EXTENSION
from realtime.topics import LogTopic, State, StateTopic, Viewer, register


class Board(StateTopic):
    """Anyone sees how often it was raised; members also see `secret`. Raised as `gone`, it does not exist."""

    prefix = "board"

    def audience(self, viewer: Viewer, key: str) -> str:
        return "anonymous" if viewer.is_anonymous else "member"

    def read(self, key: str) -> State | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq, kind FROM realtime_topic WHERE name = %s", [f"board:{key}"])
            seq, kind = cursor.fetchone() or (0, "")
        if kind == "gone":
            return None
        data = {"anonymous": {"n": seq}, "member": {"n": seq, "secret": 1}}
        if kind == "members":
            del data["anonymous"]
        return State(seq, clock.now(), data, lively=key == "lively", kind=kind)


class Hour(StateTopic):
    """Opens by the clock alone, at the moment its key names in milliseconds."""

    prefix = "hour"
    kind = "phase"

    def audience(self, viewer: Viewer, key: str) -> str:
        return "all"

    def read(self, key: str) -> State | None:
        now, hour = clock.now(), clock.from_ms(int(key))
        is_open = now >= hour
        return State(0, now, {"all": {"open": is_open}}, next_change=None if is_open else hour)


class Looked(StateTopic):
    """Counts how often the hub looked."""

    prefix = "looked"
    keyed = False
    looks = 0

    def audience(self, viewer: Viewer, key: str) -> str:
        return "all"

    def look(self, keys: Collection[str]) -> None:
        self.looks += 1
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO realtime_topic AS t (name, seq, kind) VALUES ('looked', 1, 'look')"
                " ON CONFLICT (name) DO UPDATE SET seq = t.seq + 1"
            )

    def read(self, key: str) -> State | None:
        return State(self.looks, clock.now(), {"all": {"looks": self.looks}})


class Wall(LogTopic):
    """A public log; its snapshot counts its steps. `wall:closed` may not be listened to."""

    prefix = "wall"

    def name_for(self, viewer: Viewer, key: str) -> str | None:
        return f"wall:{key}"

    def may_listen(self, viewer: Viewer, key: str) -> str | None:
        return "forbidden" if key == "closed" else None

    def snapshot(self, viewer: Viewer, key: str) -> Mapping[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM realtime_event WHERE topic = %s", [f"wall:{key}"])
            return {"n": cursor.fetchone()[0]}


class Mine(LogTopic):
    """A member's own log, under one name for everybody."""

    prefix = "mine"
    keyed = False

    def name_for(self, viewer: Viewer, key: str) -> str | None:
        return None if viewer.is_anonymous else f"mine:{viewer.member.pk}"


async def echo(viewer: Viewer, fields: dict[str, Any]) -> dict[str, Any]:
    return {"op": "echoed", "text": fields["text"], "member": viewer.handle}


async def refuse(viewer: Viewer, fields: dict[str, Any]) -> dict[str, Any]:
    raise Refusal("closed", "C’est fini.", claim={"place": 1})


async def break_down(viewer: Viewer, fields: dict[str, Any]) -> dict[str, Any]:
    raise RuntimeError("broken on purpose")


class Bulk(StateTopic):
    """A heavy state, for readers who do not read: its key says how many kilobytes."""

    prefix = "bulk"

    def audience(self, viewer: Viewer, key: str) -> str:
        return "all"

    def read(self, key: str) -> State | None:
        seq = counters([f"bulk:{key}"]).get(f"bulk:{key}", 0)
        return State(seq, clock.now(), {"all": {"n": seq, "bulk": "x" * 1024 * int(key.partition("-")[0])}})


async def sleep(viewer: Viewer, fields: dict[str, Any]) -> dict[str, Any]:
    await asyncio.sleep(fields["ms"] / 1000)
    return {"op": "slept"}


def move(topic: str, data: Mapping[str, Any] | None, times: int) -> None:
    try:
        for _ in range(times):
            with transaction.atomic():
                announce(Step(topic, "stock", data))
    finally:
        connection.close()


moving: set[asyncio.Task[None]] = set()


async def keep_moving(viewer: Viewer, fields: dict[str, Any]) -> dict[str, Any]:
    """Raise a state topic, or write steps of `bytes` to a log topic, `times` times, with `ms` between."""

    async def go_on() -> None:
        data = {"text": "x" * fields["bytes"]} if fields["bytes"] else None
        for _ in range(fields["times"] if fields["ms"] else 1):
            await asyncio.to_thread(move, fields["topic"], data, 1 if fields["ms"] else fields["times"])
            await asyncio.sleep(fields["ms"] / 1000)

    task = asyncio.create_task(go_on())
    moving.add(task)
    task.add_done_callback(moving.discard)
    return {"op": "moving"}


for topic in (Board(), Hour(), Looked(), Wall(), Mine(), Bulk()):
    register(topic)
register_op("echo", {"text": str}, echo)
register_op("refuse", {"quantity": int}, refuse)
register_op("sleep", {"ms": int}, sleep)
register_op("move", {"topic": str, "times": int, "ms": int, "bytes": int}, keep_moving)
register_op("break_down", {}, break_down)


def mirror(request: HttpRequest) -> JsonResponse:
    """What Django believes about a request."""
    return JsonResponse(
        {
            "address": request.META["REMOTE_ADDR"],
            "scheme": request.scheme,
            "prefix": request.META["SCRIPT_NAME"],
            "size": len(request.body),
            "headers": sorted(name.lower() for name in request.headers),
        }
    )


def apply_settings() -> None:
    """What a test asks of its server process: `HOUSE` is a JSON object of settings, `LOOK` the time between looks."""
    hub.LOOK = float(os.environ.get("LOOK", hub.LOOK))
    for name, value in json.loads(os.environ.get("HOUSE", "{}")).items():
        setattr(settings, name, value)
    conf.cache_clear()


urlpatterns = [path("mirror/", mirror)]
apply_settings()
application = asgi.application(get_asgi_application())


async def plain_application(scope: Any, receive: Any, send: Any) -> None:
    """The same house on a server that offers no direct way."""
    scope.get("extensions", {}).pop(EXTENSION, None)
    await application(scope, receive, send)
