import logging

import pytest


@pytest.fixture
def lines(caplog):
    """The request lines a test causes."""
    caplog.set_level(logging.INFO, logger="config.requests")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "config.requests"]


def test_a_sound_id_is_kept(client):
    assert client.get("/healthz", headers={"X-Request-ID": "proxy-1234"})["X-Request-ID"] == "proxy-1234"


@pytest.mark.parametrize("offered", ["short", "with blank", "a" * 65, 'quote"12345678', "line\nbreak-123"])
def test_any_other_id_is_replaced(client, offered):
    made = client.get("/healthz", headers={"X-Request-ID": offered})["X-Request-ID"]
    assert len(made) == 16
    assert made != offered


def test_two_requests_have_two_ids(client):
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


def test_a_request_is_one_line_without_its_query(client, db, lines):
    client.get("/comptes/login/?next=/moi/")
    (line,) = lines()
    assert line.startswith("GET /comptes/login/ 200 in ")
    assert "next" not in line


def test_machines_that_ask_all_the_time_are_not_logged(client, lines):
    client.get("/healthz")
    assert lines() == []
