"""Starting and stopping, on both servers as they run."""

import signal
import socket
import time

import pytest

from realtime.servers import serve
from tests.realtime.conftest import HOUSE
from tests.servers import start_server

pytestmark = pytest.mark.server


@pytest.mark.parametrize("name", ["daphne", "uvicorn"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_planned_stop_says_goodbye(database, name, number):
    with start_server(name, HOUSE) as server, server.connect() as client, server.connect() as other:
        started = time.monotonic()
        server.process.send_signal(number)
        for socket_ in (client, other):
            assert socket_.read_until(op="goodbye")["within"] == 10000
            assert socket_.close_code() == 1001
        assert server.process.wait(timeout=10) == 0
        assert time.monotonic() - started < 8
        assert "Traceback" not in server.log


@pytest.mark.parametrize("name", ["daphne", "uvicorn"])
def test_a_second_web_process_without_redis_stops_with_one_sentence(database, name):
    with start_server(name, HOUSE) as first:
        with start_server(name, HOUSE) as second:
            assert second.process.wait(timeout=20) == 1
            assert second.log.strip().splitlines()[-1].startswith("Another web process serves this database already.")
            assert "Traceback" not in second.log
        with first.connect() as client:
            assert client.hello["op"] == "hello"


@pytest.mark.django_db
def test_a_port_that_is_taken_is_said_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Cannot listen on 127.0.0.1:{port}: Address already in use."):
            serve(None, server="uvicorn", host="127.0.0.1", port=port)
