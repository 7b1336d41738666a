"""Sending over real HTTP: signed, again under the same name, not for ever; and what becomes of an endpoint."""

import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community.notices.models import Notice
from community.outgoing.answers import NO_ANSWER, REFUSED
from community.webhooks import tasks
from community.webhooks.actions import emit, sending
from community.webhooks.actions.emitting import send_test
from community.webhooks.actions.sending import IN_HAND, PATIENCE, EndpointIsOff, deliver_due, send_again
from community.webhooks.delivery import MOST_READ
from community.webhooks.kinds import TEST
from community.webhooks.models import LONGEST_ANSWER, Delivery, DeliveryQuerySet, Endpoint, Off, State
from community.webhooks.queries import endpoints_due
from community.webhooks.rules import MOST_LOST, PAUSES
from community.webhooks.signing import new_secret
from realtime import clock
from tests.at_once import at_once
from tests.community.webhooks.conftest import is_on, standstill, state_of
from tests.factories.members import make_member
from tests.factories.webhooks import DONE, PAYLOAD, make_delivery, make_endpoint
from tests.jobs import waiting, work_off
from tests.standard_webhooks import verify

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LAST_TRY = len(PAUSES)  # tries so far: the next one is the last


@pytest.fixture
def keeper():
    """Somebody of the team who keeps the webhooks."""
    return make_member(is_staff=True, is_superuser=True)


def later(wait):
    """A clock that is ahead."""
    return lambda: clock.now() + wait


def notices():
    return list(Notice.objects.filter(kind="webhooks.off").values_list("member_id", "data__reason"))


class TestOneDelivery:
    def test_from_the_event_to_the_other_side(self, integration):
        endpoint = make_endpoint(f"{integration.url}/hooks")
        integration.statuses, integration.words = [200], "Reçu,\n\0merci.".encode()
        emit(DONE, PAYLOAD)
        work_off()
        (heard,) = integration.heard
        sent = Delivery.objects.get()
        assert verify(endpoint.secret, heard.headers, heard.body, time.time())
        assert (heard.path, heard.name, heard.body) == ("/hooks", sent.name, sent.body.encode())
        assert heard.headers["content-type"] == "application/json"
        assert state_of(sent) == (State.DELIVERED, 1, 200, False)
        assert sent.answer == "Reçu, merci."
        assert sent.took is not None
        assert sent.tried_at is not None

    def test_the_old_secret_signs_for_a_day(self, integration):
        now, old = clock.now(), new_secret()
        endpoint = make_endpoint(integration.url, old_secret=old, old_until=now + timedelta(days=1))
        for ahead in (timedelta(hours=23), timedelta(hours=25)):
            make_delivery(endpoint)
            deliver_due(endpoint.pk, later(ahead))
        stamps = [int(each.headers["webhook-timestamp"]) for each in integration.heard]
        known = [
            [verify(secret, each.headers, each.body, stamp) for secret in (endpoint.secret, old)]
            for each, stamp in zip(integration.heard, stamps, strict=True)
        ]
        assert known == [[True, True], [True, False]]

    def test_an_answer_is_kept_to_its_length(self, integration):
        integration.statuses, integration.words = [200], b"a" * (MOST_READ * 2)
        endpoint = make_endpoint(integration.url)
        sent = make_delivery(endpoint)
        deliver_due(endpoint.pk)
        sent.refresh_from_db()
        assert len(sent.answer) == LONGEST_ANSWER

    def test_a_private_address_is_asked_nothing(self, integration, settings):
        settings.WEBHOOK_LOOPBACK = False
        there = make_endpoint(f"https://localhost:{integration.port}/")
        plain = make_endpoint(integration.url)
        sent = [make_delivery(each) for each in (there, plain)]
        for each in (there, plain):
            deliver_due(each.pk)
        assert [state_of(each)[2] for each in sent] == [REFUSED, REFUSED]
        assert integration.heard == []

    def test_nobody_is_followed(self, integration):
        integration.statuses, integration.headers = [302], {"Location": f"{integration.url}/ailleurs"}
        endpoint = make_endpoint(integration.url)
        sent = make_delivery(endpoint)
        deliver_due(endpoint.pk)
        assert state_of(sent) == (State.WAITING, 1, 302, True)
        assert len(integration.heard) == 1


class TestAgain:
    def test_under_the_same_name_with_the_same_words_and_a_new_time(self, integration):
        integration.statuses = [500, 503, 200]
        endpoint = make_endpoint(integration.url)
        sent = make_delivery(endpoint)
        for ahead in (timedelta(), 2 * MINUTE, 8 * MINUTE):
            deliver_due(endpoint.pk, later(ahead))
        assert state_of(sent) == (State.DELIVERED, 3, 200, False)
        assert len(set(integration.names)) == 1
        assert len({each.body for each in integration.heard}) == 1
        assert len({each.headers["webhook-timestamp"] for each in integration.heard}) == 3

    def test_not_before_its_pause_is_over(self, integration):
        integration.statuses = [500]
        endpoint = make_endpoint(integration.url)
        make_delivery(endpoint)
        deliver_due(endpoint.pk)
        deliver_due(endpoint.pk, later(PAUSES[0] * 0.9))
        assert len(integration.heard) == 1
        assert list(endpoints_due(clock.now())) == []
        assert list(endpoints_due(clock.now() + PAUSES[0])) == [endpoint.pk]

    @pytest.mark.parametrize(("asked", "least"), [("7200", 7200), ("1", 60), ("999999", 86_400)])
    def test_no_sooner_than_it_asks(self, integration, asked, least):
        integration.statuses, integration.headers = [429], {"Retry-After": asked}
        endpoint = make_endpoint(integration.url)
        sent = make_delivery(endpoint)
        deliver_due(endpoint.pk)
        sent.refresh_from_db()
        assert (sent.next_at - sent.tried_at).total_seconds() == least

    @pytest.mark.parametrize(("tries", "state"), [(LAST_TRY - 1, State.WAITING), (LAST_TRY, State.FAILED)])
    def test_not_for_ever(self, integration, tries, state):
        integration.statuses = [500]
        endpoint = make_endpoint(integration.url)
        sent = make_delivery(endpoint, tries=tries)
        deliver_due(endpoint.pk)
        assert state_of(sent) == (state, tries + 1, 500, state == State.WAITING)

    def test_each_minute_sees_who_is_due(self, integration):
        due, resting = make_endpoint(integration.url), make_endpoint(integration.url)
        make_delivery(due)
        make_delivery(resting, next_at=clock.now() + MINUTE)
        tasks.watch(timestamp=0)
        tasks.watch(timestamp=0)
        assert waiting() == [{"endpoint_id": due.pk}]
        work_off()
        assert len(integration.heard) == 1

    def test_who_fails_again_and_again_is_left_alone_until_the_next_minute(self, integration):
        integration.statuses = [500]
        endpoint = make_endpoint(integration.url)
        for _ in range(PATIENCE + 2):
            make_delivery(endpoint)
        deliver_due(endpoint.pk)
        assert len(integration.heard) == PATIENCE
        deliver_due(endpoint.pk)
        assert len(set(integration.names)) == len(integration.heard) == PATIENCE + 2

    def test_who_takes_some_is_told_all(self, integration):
        integration.statuses = [500, 500, 200, 500, 500, 200]
        endpoint = make_endpoint(integration.url)
        for _ in range(6):
            make_delivery(endpoint)
        deliver_due(endpoint.pk)
        assert len(integration.heard) == 6

    def test_silence(self, integration, monkeypatch):
        monkeypatch.setattr("community.webhooks.delivery.TIMEOUT", 0.2)
        integration.manner = "stall"
        endpoint = make_endpoint(integration.url)
        sent = make_delivery(endpoint)
        deliver_due(endpoint.pk)
        assert state_of(sent) == (State.WAITING, 1, NO_ANSWER, True)


class TestAWorkerIsKilled:
    """Between sending and noting: what was in hand goes again, under the same name."""

    def test_nobody_is_left_out(self, integration, monkeypatch):
        endpoint = make_endpoint(integration.url)
        sent = [make_delivery(endpoint) for _ in range(3)]
        settle, killed = sending.settle, []

        def die_once(*args):
            if not killed:
                killed.append(args[0])
                raise KeyboardInterrupt
            settle(*args)

        monkeypatch.setattr(sending, "settle", die_once)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(endpoint.pk)
        deliver_due(endpoint.pk)  # another worker, at once: what is in hand is not its business
        assert [state_of(each)[0] for each in sent] == [State.WAITING, State.DELIVERED, State.DELIVERED]
        tasks_see = list(endpoints_due(clock.now() + IN_HAND))
        deliver_due(endpoint.pk, later(IN_HAND))
        assert tasks_see == [endpoint.pk]
        assert state_of(sent[0]) == (State.DELIVERED, 2, 204, False)
        assert integration.names == [each.name for each in (*sent, sent[0])]


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def race(self, integration):
        endpoint = make_endpoint(integration.url)
        for _ in range(10):
            make_delivery(endpoint)

        def work():
            with suppress(IntegrityError):  # the database itself refuses a delivery that is over and waits
                deliver_due(endpoint.pk)

        at_once(*[work] * 3)
        return integration.names

    def test_each_is_sent_once(self, integration):
        names = self.race(integration)
        assert len(names) == len(set(names)) == 10

    def test_without_the_lock_they_would_be_sent_twice(self, integration, monkeypatch):
        """The control."""
        monkeypatch.setattr(DeliveryQuerySet, "select_for_update", lambda rows, **_options: rows)
        take = sending.take_in_hand

        def slowly(endpoint_id, now):
            with transaction.atomic():
                taken = take(endpoint_id, now)
                time.sleep(0.05)  # between reading and committing
                return taken

        monkeypatch.setattr(sending, "take_in_hand", slowly)
        names = self.race(integration)
        assert len(names) > len(set(names))


class TestSwitchedOff:
    def test_410_ends_it(self, integration, keeper):
        integration.statuses = [410]
        endpoint = make_endpoint(integration.url)
        gone, rest = make_delivery(endpoint), make_delivery(endpoint)
        deliver_due(endpoint.pk)
        endpoint.refresh_from_db()
        assert (endpoint.is_on, endpoint.off_reason) == (False, Off.GONE)
        assert state_of(gone) == (State.FAILED, 1, 410, False)
        assert state_of(rest) == (State.FAILED, 0, None, False)
        assert notices() == [(keeper.pk, Off.GONE)]
        emit(DONE, PAYLOAD)
        assert Delivery.objects.count() == 2

    @pytest.mark.parametrize(("lost", "stays_on"), [(MOST_LOST - 2, True), (MOST_LOST - 1, False)])
    def test_so_many_lost_in_a_row(self, integration, keeper, lost, stays_on):
        integration.statuses = [500]
        endpoint = make_endpoint(integration.url, lost=lost)
        make_delivery(endpoint, tries=LAST_TRY)
        deliver_due(endpoint.pk)
        assert is_on(endpoint) == stays_on
        assert notices() == ([] if stays_on else [(keeper.pk, Off.FAILING)])

    def test_one_that_arrives_begins_the_count_anew(self, integration):
        endpoint = make_endpoint(integration.url, lost=MOST_LOST - 1)
        make_delivery(endpoint)
        deliver_due(endpoint.pk)
        assert Endpoint.objects.get().lost == 0

    def test_tries_are_not_counted(self, integration):
        integration.statuses = [500]
        endpoint = make_endpoint(integration.url, lost=MOST_LOST - 1)
        make_delivery(endpoint)
        deliver_due(endpoint.pk)
        assert is_on(endpoint)

    def test_members_hear_nothing_of_it(self, integration, keeper):
        make_member()
        make_member(is_staff=True)
        integration.statuses = [410]
        endpoint = make_endpoint(integration.url)
        make_delivery(endpoint)
        deliver_due(endpoint.pk)
        assert notices() == [(keeper.pk, Off.GONE)]

    def test_what_was_emitted_meanwhile_waits_and_is_not_sent(self, integration):
        endpoint = make_endpoint(integration.url, is_on=False, off_reason=Off.STAFF)
        make_delivery(endpoint)
        assert list(endpoints_due(clock.now())) == []
        deliver_due(endpoint.pk)
        assert integration.heard == []

    def test_a_delivery_whose_endpoint_is_gone_meanwhile(self, integration):
        endpoint = make_endpoint(integration.url)
        make_delivery(endpoint)
        taken = sending.take_in_hand(endpoint.pk, clock.now())
        answer = sending.deliver(taken, clock.now())
        endpoint.delete()
        with standstill():
            sending.settle(taken, answer, clock.now())


class TestATest:
    @pytest.mark.parametrize("is_off", [False, True])
    def test_it_is_tried_once_and_counts_for_nothing(self, integration, is_off):
        integration.statuses = [500]
        off = {"is_on": False, "off_reason": Off.FAILING} if is_off else {}
        endpoint = make_endpoint(integration.url, lost=MOST_LOST - 1, **off)
        send_test(endpoint)
        work_off()
        assert state_of(Delivery.objects.get(type=TEST)) == (State.FAILED, 1, 500, False)
        endpoint.refresh_from_db()
        assert (endpoint.lost, endpoint.is_on) == (MOST_LOST - 1, not is_off)

    def test_it_arrives(self, integration):
        endpoint = make_endpoint(integration.url)
        send_test(endpoint)
        work_off()
        (heard,) = integration.heard
        assert verify(endpoint.secret, heard.headers, heard.body, time.time())


class TestSentAgain:
    @pytest.mark.parametrize("state", [State.FAILED, State.DELIVERED])
    def test_under_the_same_name(self, integration, state):
        endpoint = make_endpoint(integration.url)
        sent = make_delivery(endpoint, state=state, next_at=None, tries=8, status=500)
        send_again(sent, clock.now())
        work_off()
        assert state_of(sent) == (State.DELIVERED, 1, 204, False)
        assert integration.names == [sent.name]

    def test_not_to_one_that_is_off(self):
        endpoint = make_endpoint(is_on=False, off_reason=Off.STAFF)
        sent = make_delivery(endpoint, state=State.FAILED, next_at=None)
        with standstill(), pytest.raises(EndpointIsOff):
            send_again(sent, clock.now())
