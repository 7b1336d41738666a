"""What is put aside for whom, and only with the transaction that makes it true."""

import json
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from community.webhooks.actions import emit, emitting
from community.webhooks.actions.emitting import LONGEST_BODY, send_test
from community.webhooks.jobs import DELIVER
from community.webhooks.kinds import TEST, PayloadRefused
from community.webhooks.models import Delivery, Off
from tests.at_once import at_once
from tests.community.webhooks.conftest import standstill
from tests.factories.webhooks import DONE, PAYLOAD, hook_event, make_endpoint
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db


def told():
    return list(Delivery.objects.order_by("endpoint").values_list("endpoint", flat=True))


def test_a_row_and_a_job_for_each_that_chose_it():
    first, second = make_endpoint(), make_endpoint(events=["autre.done", DONE])
    make_endpoint(events=["autre.done"])
    make_endpoint(is_on=False, off_reason=Off.STAFF)
    emit(DONE, PAYLOAD)
    assert told() == [first.pk, second.pk]
    assert waiting(DELIVER) == [{"endpoint_id": first.pk}, {"endpoint_id": second.pk}]
    one, other = Delivery.objects.all()
    assert (one.name, one.body) == (other.name, other.body)  # one thing happened


def test_the_envelope():
    make_endpoint()
    emit(DONE, PAYLOAD)
    sent = Delivery.objects.get()
    envelope = json.loads(sent.body)
    assert list(envelope) == ["type", "timestamp", "data"]
    assert (envelope["type"], envelope["data"]) == (DONE, PAYLOAD)
    assert envelope["timestamp"].endswith("Z")
    assert abs((datetime.fromisoformat(envelope["timestamp"]) - sent.at).total_seconds()) < 0.001
    assert "." not in sent.name


@pytest.mark.parametrize(
    ("name", "payload", "error"),
    [
        ("autre.done", PAYLOAD, LookupError),
        (TEST, {"endpoint": "a"}, LookupError),
        (DONE, PAYLOAD | {"email": "ada@mailbox.example"}, PayloadRefused),
    ],
)
def test_what_is_refused_also_when_nobody_hears_of_it(name, payload, error):
    with standstill(), pytest.raises(error):
        emit(name, payload)


def test_a_body_has_a_length():
    make_endpoint()
    with hook_event("essai.long", {"words": "a"}):
        room = LONGEST_BODY - len(emitting._envelope("essai.long", {"words": ""}, "2026-11-30T09:10:00.000Z").encode())
        emitting._put_aside("essai.long", {"words": "é" * (room // 2) + "a" * (room % 2)}, [])
        with standstill(), pytest.raises(PayloadRefused):
            emit("essai.long", {"words": "é" * (room // 2) + "a" * (room % 2 + 1)})


def test_it_costs_one_query_when_nobody_hears_of_it(django_assert_num_queries):
    with django_assert_num_queries(1):
        emit(DONE, PAYLOAD)


def test_a_test_says_nothing_and_goes_to_one():
    endpoint = make_endpoint(is_on=False, off_reason=Off.STAFF)
    make_endpoint()
    send_test(endpoint)
    assert told() == [endpoint.pk]
    assert json.loads(Delivery.objects.get().body)["data"] == {"endpoint": endpoint.name}


def test_what_is_rolled_back_is_told_to_nobody(integration):
    make_endpoint(integration.url)

    def change_and_fail():
        with transaction.atomic(), connection.cursor() as cursor:
            emit(DONE, PAYLOAD)
            cursor.execute("SELECT 1 / 0")

    with pytest.raises(DatabaseError):
        change_and_fail()
    assert not Delivery.objects.exists()
    assert waiting(DELIVER) == []
    work_off()
    assert integration.heard == []


def test_without_a_transaction_there_is_nothing(monkeypatch):
    """The tests have one of their own; here it is as if there were none."""
    make_endpoint()
    monkeypatch.setattr(emitting, "connection", SimpleNamespace(in_atomic_block=False))
    with standstill(), pytest.raises(transaction.TransactionManagementError):
        emit(DONE, PAYLOAD)


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_endpoint_wait_for_each_other_nowhere():
    """One has told and not committed; the other is not held up by its job."""
    make_endpoint()

    def tell_too():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            emit(DONE, PAYLOAD)

    with transaction.atomic():
        emit(DONE, PAYLOAD)
        at_once(tell_too)
    assert Delivery.objects.count() == 2
