import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from realtime import announce as announcing
from realtime import relay
from realtime.announce import Step, announce, hint, write_steps
from realtime.connect import connect
from realtime.hub import Hub
from realtime.models import Event, Topic

WRITERS, EACH = 8, 25
# What the textbook would write: read the largest number, write the next. The control of the test below.
UNLOCKED = """
WITH step AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) AS s(topic, kind, data))
INSERT INTO realtime_event (topic, seq, kind, data, at)
SELECT topic, (SELECT coalesce(max(seq), 0) + 1 FROM realtime_event e WHERE e.topic = step.topic), kind, data::jsonb,
    clock_timestamp() FROM step
"""


class FakeHub:
    def __init__(self):
        self.heard = []

    def hint(self, topics):
        self.heard.append(set(topics))


@pytest.fixture
def hub():
    hub = FakeHub()
    relay.join(hub)
    yield hub
    relay.leave(hub)


def steps_of(topic):
    return list(Event.objects.filter(topic=topic).order_by("seq").values_list("seq", "kind", "data"))


@pytest.mark.django_db
def test_steps_of_a_log_topic_are_numbered_in_their_order():
    announce(Step("wall:1", "added", {"n": 1}), Step("wall:1", "moved", {"n": 2}), Step("wall:2", "added", {}))
    announce(Step("wall:1", "added", {"n": 3}))
    assert steps_of("wall:1") == [(1, "added", {"n": 1}), (2, "moved", {"n": 2}), (3, "added", {"n": 3})]
    assert steps_of("wall:2") == [(1, "added", {})]
    assert Topic.objects.get(name="wall:1").seq == 3


@pytest.mark.django_db
def test_a_state_topic_is_raised_and_says_what_moved_last():
    announce(Step("board:1", "stock"))
    announce(Step("board:1", "phase"))
    assert Topic.objects.values_list("seq", "kind").get(name="board:1") == (2, "phase")
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_all_steps_of_a_transaction_cost_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        announce(*(Step(f"wall:{n % 7}", "added", {"n": n}) for n in range(100)))


@pytest.mark.django_db(transaction=True)
def test_it_refuses_outside_a_transaction(hub):
    with pytest.raises(transaction.TransactionManagementError):
        announce(Step("board:1", "stock"))
    assert not Topic.objects.exists()
    assert hub.heard == []


@pytest.mark.django_db(transaction=True)
def test_hubs_are_hinted_after_the_commit_and_not_before(hub):
    with transaction.atomic():
        announce(Step("board:1", "stock"), Step("wall:1", "added", {}))
        assert hub.heard == []
    assert hub.heard == [{"board:1", "wall:1"}]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_announced(hub):
    with transaction.atomic():
        announce(Step("wall:1", "added", {}))
        transaction.set_rollback(True)
    assert not Topic.objects.exists()
    assert not Event.objects.exists()
    assert hub.heard == []


@pytest.mark.django_db(transaction=True)
def test_nothing_to_say_says_nothing(hub):
    with transaction.atomic():
        announce()
    assert hub.heard == []


@pytest.mark.django_db(transaction=True)
def test_the_same_statement_serves_a_cursor_of_one_s_own():
    with connect() as own, own.transaction(), own.cursor() as cursor:
        write_steps(cursor, [Step("wall:1", "added", {"n": 1}), Step("board:1", "stock")])
    assert steps_of("wall:1") == [(1, "added", {"n": 1})]
    assert Topic.objects.get(name="board:1").seq == 1


def test_a_hint_to_a_hub_whose_loop_is_over_is_no_error():
    async def make_hub():
        return Hub()

    hub = asyncio.run(make_hub())
    relay.join(hub)
    hint(["board:1"])
    hint([])
    hub.stop()


def race(write):
    """Many writers at once, each in many transactions that roll back now and then; the errors."""
    errors, start = [], threading.Barrier(WRITERS)

    def writer(number):
        start.wait(10)
        try:
            for turn in range(EACH):
                try:
                    write(number, turn)
                except IntegrityError as error:
                    errors.append(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(writer, range(WRITERS)))
    return errors


def write_one(number, turn):
    with transaction.atomic():
        announce(Step("wall:1", "added", {"writer": number, "turn": turn}), Step(f"wall:{number + 2}", "x", {}))
        if turn % 5 == 4:
            transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_whoever_else_writes():
    assert race(write_one) == []
    kept = WRITERS * EACH * 4 // 5
    assert [seq for seq, _, _ in steps_of("wall:1")] == list(range(1, kept + 1))
    assert Topic.objects.get(name="wall:1").seq == kept


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_numbers_collide(monkeypatch):
    monkeypatch.setattr(announcing, "NUMBER", UNLOCKED)
    assert race(write_one) != []
