"""What a hub does by itself, at the pace it has in earnest."""

import time

import pytest
from django.db import connection

from tests.realtime.conftest import tell
from tests.realtime.sleeper import fall_asleep

pytestmark = pytest.mark.server

ENVIRONMENT = {"PGAPPNAME": "the-hub-s"}


def test_a_lively_topic_is_repeated_within_five_seconds(server):
    with server.connect() as client:
        first = client.subscribe("board:lively")
        for _ in range(2):
            started = time.monotonic()
            event = client.read(seconds=6)
            assert time.monotonic() - started < 5.2
            assert (event["seq"], event["data"]) == (first["seq"], first["data"])


def test_a_hub_that_hears_nothing_finds_out_within_two_seconds(server, key):
    """This test's own process has no way to hint the server's."""
    with server.connect() as client:
        client.subscribe(f"board:{key}")
        client.subscribe(f"wall:{key}")
        started = time.monotonic()
        tell((f"board:{key}", "stock"), (f"wall:{key}", "added", {}))
        assert {client.read()["topic"], client.read()["topic"]} == {f"board:{key}", f"wall:{key}"}
        assert time.monotonic() - started < 2.3


def test_a_hub_whose_database_connections_are_cut_goes_on(server, key):
    with server.connect() as client:
        client.subscribe(f"wall:{key}")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'the-hub-s'"
            )
            assert cursor.rowcount > 1
        tell((f"wall:{key}", "added", {}))
        assert client.read(seconds=8)["seq"] == 1
        assert client.subscribe(f"board:{key}")["op"] == "snapshot"
    with server.connect() as another:
        assert another.hello["op"] == "hello"


@pytest.mark.heavy
def test_who_answers_no_ping_is_closed_after_three_quarters_of_a_minute(server, key):
    """A reader who reads but answers nothing, as a line that is dead on one side."""
    with fall_asleep(server, f"board:{key}") as silent:
        silent.link.settimeout(55)
        started = time.monotonic()
        try:
            closed = silent.read()
        except ConnectionError:
            closed = 1006
        assert isinstance(closed, int)
        assert 40 < time.monotonic() - started < 50
