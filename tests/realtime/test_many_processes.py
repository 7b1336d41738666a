"""Two server processes and a Redis between them; then none."""

import time
from contextlib import ExitStack

import pytest

from tests.realtime.conftest import HOUSE, tell
from tests.servers import start_server

pytestmark = [pytest.mark.server, pytest.mark.redis]


@pytest.fixture
def two(database, redis_server):
    """The little house on Daphne and on uvicorn, hinting each other by Redis."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(start_server(name, HOUSE, {"REDIS_URL": redis_server.url}))
            for name in ("daphne", "uvicorn")
        ]


def seconds_until_heard(mover, listener, topic):
    """How long a change made in one process takes to a listener in the other."""
    listener.subscribe(topic)
    seq = listener.subscribe(topic)["seq"]
    started = time.monotonic()
    mover.ask("move", topic=topic, times=1, ms=0, bytes=0)
    while listener.read_until(op="event", topic=topic)["seq"] <= seq:
        pass
    return time.monotonic() - started


def test_a_change_in_one_process_is_heard_in_the_other_whatever_befalls_redis(two, redis_server, key):
    with two[0].connect() as mover, two[1].connect() as listener:
        mover.subscribe(f"board:{key}")
        assert min(seconds_until_heard(mover, listener, f"board:{key}") for _ in range(3)) < 0.5

        redis_server.kill()
        assert seconds_until_heard(mover, listener, f"board:{key}") < 3  # the look

        redis_server.start()
        deadline = time.monotonic() + 15
        while seconds_until_heard(mover, listener, f"board:{key}") > 0.5:
            assert time.monotonic() < deadline, "hints did not come back"
    for server in two:
        assert server.process.poll() is None


def test_a_process_outside_the_web_hints_it_too(two, redis_server, key, settings, monkeypatch):
    """A worker or a command has no hub; its herald publishes all the same."""
    from channels.layers import channel_layers

    from realtime import relay

    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [redis_server.url]},
        }
    }
    monkeypatch.setattr(channel_layers, "backends", {})
    with two[0].connect() as first, two[1].connect() as second:
        for client in (first, second):
            client.subscribe(f"wall:{key}")
        fastest = 9.9
        for n in range(3):
            started = time.monotonic()
            tell((f"wall:{key}", "added", {"n": n}))
            assert first.read()["data"] == second.read()["data"] == {"n": n}
            fastest = min(fastest, time.monotonic() - started)
        assert fastest < 0.5
    assert relay.is_shared()


def test_a_killed_process_takes_nothing_with_it(two, key):
    with two[1].connect() as client:
        client.subscribe(f"wall:{key}")
        tell((f"wall:{key}", "added", {"n": 1}))
        seen = client.read()["seq"]
        two[1].process.kill()
    tell((f"wall:{key}", "added", {"n": 2}))
    with two[0].connect() as client:
        after = {"epoch": client.hello["epoch"], "seq": seen}
        resumed = client.subscribe(f"wall:{key}", after=after)
        assert [step["data"] for step in resumed["missed"]] == [{"n": 2}]
