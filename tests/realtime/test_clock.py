import asyncio
import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from realtime import clock
from realtime.clock import Clock, from_ms, to_ms


def database_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_now_is_the_database_s_clock():
    before = database_time()
    now = Clock().now()
    assert before - timedelta(milliseconds=50) <= now <= database_time() + timedelta(milliseconds=50)
    assert now.tzinfo is UTC


@pytest.mark.django_db
def test_a_process_whose_own_clock_is_wrong_is_right_all_the_same(monkeypatch):
    monkeypatch.setattr(clock.time, "time", lambda: 0.0)
    assert abs(Clock().now() - database_time()) < timedelta(milliseconds=100)


def test_it_is_measured_again_after_half_a_minute(monkeypatch):
    asked = []
    monkeypatch.setattr(clock, "_ask", lambda: asked.append(1) or 100.0)
    ours = Clock()
    for moment in (1000.0, 1001.0, 1029.0, 1031.0, 1032.0):
        monkeypatch.setattr(clock.time, "monotonic", lambda moment=moment: moment)
        assert ours.now() == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment + 100)
    assert len(asked) == 2


def test_when_the_database_is_away_the_last_measurement_holds(monkeypatch):
    ours = Clock()
    monkeypatch.setattr(clock, "_ask", lambda: 100.0)
    monkeypatch.setattr(clock.time, "monotonic", lambda: 1000.0)
    ours.now()

    def away():
        raise psycopg.OperationalError("gone")

    monkeypatch.setattr(clock, "_ask", away)
    monkeypatch.setattr(clock.time, "monotonic", lambda: 2000.0)
    assert ours.now() == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=2100)


def test_an_event_loop_never_waits_for_a_measurement(monkeypatch):
    def asked():
        pytest.fail("the loop waited for the database")

    monkeypatch.setattr(clock, "_ask", asked)

    async def in_a_loop():
        return Clock().now()

    assert abs(asyncio.run(in_a_loop()) - datetime.now(UTC)) < timedelta(seconds=1)


def test_one_thread_measures_and_the_others_go_on(monkeypatch):
    ours, inside, leave = Clock(), threading.Event(), threading.Event()
    monkeypatch.setattr(clock, "_ask", lambda: 100.0)
    ours.now()
    monkeypatch.setattr(clock, "EVERY", -1.0)

    def slow():
        inside.set()
        leave.wait(5)
        return 200.0

    monkeypatch.setattr(clock, "_ask", slow)
    measuring = threading.Thread(target=ours.measure)
    measuring.start()
    assert inside.wait(5)
    ours.measure()  # returns at once
    leave.set()
    measuring.join()


def test_milliseconds_there_and_back():
    assert to_ms(from_ms(1795366449123)) == 1795366449123
    assert from_ms(0) == datetime(1970, 1, 1, tzinfo=UTC)
