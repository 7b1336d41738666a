"""A reader who does not read delays nobody, costs no memory, and is closed with 4408."""

import contextlib
import time
from contextlib import ExitStack

import psutil
import pytest

from tests.realtime.conftest import HOUSE, PLAIN
from tests.realtime.sleeper import fall_asleep
from tests.servers import start_server

pytestmark = pytest.mark.server

# Each waits ten seconds for its sleepers; that a server without the direct way does it, too, the heavy run shows.
WAYS = [
    pytest.param(("daphne", HOUSE), id="daphne"),
    pytest.param(("uvicorn", HOUSE), id="uvicorn"),
    pytest.param(("uvicorn", PLAIN), id="uvicorn-plain", marks=pytest.mark.heavy),
]
MIB = 1024 * 1024


@pytest.fixture(scope="module", params=WAYS)
def server(request, database):
    with start_server(*request.param) as server:
        yield server


def memory(server):
    return psutil.Process(server.process.pid).memory_info().rss


def test_a_sleeper_delays_nobody_and_is_closed_within_seconds(server, key):
    topic = f"bulk:256-{key}"
    with ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(fall_asleep(server, topic))
        client = stack.enter_context(server.connect(max_size=None))
        client.subscribe(topic)
        client.ask("move", topic=topic, times=200, ms=100, bytes=0)
        before, last, slowest = memory(server), 0, 0.0
        deadline = time.monotonic() + 25
        while server.log.count("socket.closed 4408") < 5:
            assert time.monotonic() < deadline, f"not closed:\n{server.log}"
            started = time.monotonic()
            event = client.read()
            slowest = max(slowest, time.monotonic() - started)
            assert event["seq"] > last
            last = event["seq"]
    assert slowest < 1
    assert memory(server) - before < 40 * MIB
    assert "Traceback" not in server.log


def test_who_wakes_up_gets_whole_frames_in_order_and_the_last_state(server, key):
    topic = f"bulk:256-{key}"
    with fall_asleep(server, topic) as sleeper, server.connect(max_size=None) as client:
        client.subscribe(topic)
        client.ask("move", topic=topic, times=30, ms=100, bytes=0)
        while client.read()["seq"] < 30:
            pass
        seen = [sleeper.read()["seq"]]
        while seen[-1] < 30:
            seen.append(sleeper.read()["seq"])
        assert seen == sorted(set(seen))
        assert len(seen) < 30  # some were skipped


def test_answers_stay_whole_and_in_order_behind_a_stalled_reader(server, key):
    topic = f"bulk:64-{key}"
    with fall_asleep(server, topic) as sleeper:
        for n in range(18):
            sleeper.send(op="subscribe", id=f"s{n}", topic=f"bulk:48-{key}{n}")
        answers = [sleeper.read() for _ in range(18)]
        assert [answer["id"] for answer in answers] == [f"s{n}" for n in range(18)]
        assert all(len(answer["data"]["bulk"]) == 48 * 1024 for answer in answers)


def test_a_log_step_that_finds_no_room_closes_at_once(server, key):
    topic = f"wall:{key}"
    with fall_asleep(server, topic) as sleeper, server.connect() as client:
        closed = server.log.count("socket.closed 4408")
        client.ask("move", topic=topic, times=200, ms=0, bytes=100_000)
        deadline = time.monotonic() + 20
        while server.log.count("socket.closed 4408") == closed:
            assert time.monotonic() < deadline, server.log
            time.sleep(0.05)
        seqs = []
        with contextlib.suppress(ConnectionError):
            while isinstance(frame := sleeper.read(), dict):
                seqs.append(frame["seq"])
    assert seqs == list(range(1, len(seqs) + 1))  # what came, came without a gap
