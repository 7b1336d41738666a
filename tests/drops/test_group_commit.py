"""The writer's thread, without a drop: batches, failures, limits."""

import asyncio
import threading

import psycopg
import pytest

from drops.group_commit import GroupCommit, Overloaded
from realtime.connect import connect

pytestmark = pytest.mark.django_db(transaction=True)


class Failed(Exception):
    pass


@pytest.fixture
def commits():
    made = []

    def make(write, **options):
        made.append(GroupCommit(write, failure=Failed, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


def echo(connection, requests):
    connection.execute("SELECT 1")
    return list(requests)


def test_what_arrives_meanwhile_goes_together(commits):
    first_is_in, go_on = threading.Event(), threading.Event()
    batches = []

    def write(_connection, requests):
        batches.append(list(requests))
        if len(batches) == 1:
            first_is_in.set()
            go_on.wait(10)
        return list(requests)

    group = commits(write)
    first = group.submit(0)
    first_is_in.wait(10)
    rest = [group.submit(number) for number in range(1, 6)]
    go_on.set()
    assert [future.result(10) for future in [first, *rest]] == list(range(6))
    assert batches == [[0], [1, 2, 3, 4, 5]]


def test_a_batch_has_its_limit(commits):
    sizes = []

    def write(_connection, requests):
        sizes.append(len(requests))
        return list(requests)

    group = commits(write, batch=2)
    for future in [group.submit(number) for number in range(5)]:
        future.result(10)
    assert max(sizes) == 2
    assert sum(sizes) == 5


def test_more_than_it_takes_is_refused_at_once(commits):
    go_on = threading.Event()
    group = commits(lambda _connection, requests: go_on.wait(10) and list(requests), batch=1, capacity=2)
    accepted = []
    with pytest.raises(Overloaded):
        accepted.extend(group.submit(number) for number in range(10))
    go_on.set()


def test_an_exception_in_the_answers_is_that_ones_alone(commits):
    group = commits(lambda _connection, requests: [KeyError(r) if r == 1 else r for r in requests], batch=3)
    good, bad = group.submit(0), group.submit(1)
    assert good.result(10) == 0
    with pytest.raises(KeyError):
        bad.result(10)


def test_one_bad_request_fails_nobody_else(commits):
    def write(connection, requests):
        with connection.transaction():
            return [connection.execute("SELECT 10 / %s", [number]).fetchone()[0] for number in requests]

    group = commits(write)
    futures = [group.submit(number) for number in (1, 2, 0, 5)]
    assert [futures[index].result(10) for index in (0, 1, 3)] == [10, 5, 2]
    with pytest.raises(Failed):
        futures[2].result(10)


def test_a_connection_lost_within_a_batch_is_replaced(commits):
    lost = []

    def write(connection, requests):
        if not lost:
            lost.append(connection)
            with connect() as other:
                other.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])
        return echo(connection, requests)

    assert commits(write).submit(7).result(10) == 7


def test_a_database_that_is_away_is_an_honest_failure(commits, monkeypatch):
    def away(**_options):
        raise psycopg.OperationalError("connection refused")

    group = commits(echo)
    with monkeypatch.context() as patch:
        patch.setattr("drops.group_commit.connect", away)
        futures = [group.submit(number) for number in range(3)]
        for future in futures:
            with pytest.raises(Failed):
                future.result(10)
    assert group.submit(1).result(10) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_answers_its_batch_and_stops_nobody_after(commits):
    def write(_connection, requests):
        if "defect" in requests:
            raise ZeroDivisionError
        return list(requests)

    group = commits(write)
    with pytest.raises(Failed):
        group.submit("defect").result(10)
    assert group.submit("sound").result(10) == "sound"


def test_each_loop_is_woken_once_a_batch(commits):
    group = commits(echo)
    woken = []

    async def ask():
        loop = asyncio.get_running_loop()
        wake = loop.call_soon_threadsafe
        loop.call_soon_threadsafe = lambda *args: woken.append(args) or wake(*args)
        return await asyncio.gather(*(group.submit_from_loop(number) for number in range(20)))

    assert asyncio.run(ask()) == list(range(20))
    assert len(woken) <= 2


def test_who_went_away_is_not_waited_for(commits):
    group = commits(echo)

    async def leave():
        group.submit_from_loop(1).cancel()
        return await group.submit_from_loop(2)

    assert asyncio.run(leave()) == 2


def test_idle_it_gives_its_connection_back(commits):
    group = commits(echo, idle=0.05)
    group.submit(1).result(10)
    thread = group._thread
    thread.join(10)
    assert group._connection is None
    assert group.submit(2).result(10) == 2
    assert group._thread is not thread


def test_its_sessions_wait_three_seconds_and_read_what_is_committed(commits):
    group = commits(lambda connection, names: [connection.execute(f"SHOW {name}").fetchone()[0] for name in names])
    asked = [group.submit(name) for name in ("lock_timeout", "transaction_isolation")]
    assert [future.result(10) for future in asked] == ["3s", "read committed"]
