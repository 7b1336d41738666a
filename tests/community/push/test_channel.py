"""An envelope on its way to its member's devices."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from community.notices.channels import Dispatch, Line, Outcome, channel_of
from community.notices.kinds import NoticeKind, register_kind, unregister_kind
from community.push import couriers, messages
from community.push.channel import send
from community.push.models import PushSubscription
from community.push.queries import reachable
from realtime import clock
from tests.factories.devices import make_device
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def envelope_to(member, *sentences, kind="essai"):
    at = clock.now()
    said = sentences or ("Anna t’a répondu.",)
    lines = tuple(Line(kind, each, f"http://testserver/moi/avis/{place}/", at) for place, each in enumerate(said, 1))
    return Dispatch(uuid4().hex, member, lines, is_digest=False)


def sent(*envelopes):
    return dict(send(envelopes))


@pytest.fixture
def member():
    return make_member()


class TestOutcomes:
    def test_each_device_gets_its_own(self, push_service, member):
        browsers = [push_service.subscribe() for _ in range(3)]
        for browser in browsers:
            make_device(member, browser)
        envelope = envelope_to(member)
        assert sent(envelope) == {envelope.key: Outcome.SENT}
        for browser in browsers:
            (heard,) = browser.heard
            assert (heard["topic"], json.loads(heard["message"])["body"]) == (envelope.key, "Anna t’a répondu.")

    def test_who_has_no_device_is_not_reached(self, push_service, member):
        envelope = envelope_to(member)
        assert sent(envelope) == {envelope.key: Outcome.GONE}

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_dead_device_is_pruned_at_once_and_the_others_ring(self, push_service, member, status):
        dead = make_device(member, push_service.subscribe(status=status))
        well = push_service.subscribe()
        make_device(member, well)
        envelope = envelope_to(member)
        assert sent(envelope) == {envelope.key: Outcome.SENT}
        assert not PushSubscription.objects.filter(pk=dead.pk).exists()
        assert len(well.heard) == 1

    def test_the_last_one_is_dead(self, push_service, member):
        make_device(member, push_service.subscribe(status=410))
        envelope = envelope_to(member)
        assert sent(envelope) == {envelope.key: Outcome.GONE}
        assert reachable([member.pk]) == set()

    def test_who_failed_gets_it_again_and_nobody_else(self, push_service, member):
        failing, well = push_service.subscribe(status=503), push_service.subscribe()
        device = make_device(member, failing)
        make_device(member, well)
        envelope = envelope_to(member)
        assert sent(envelope) == {envelope.key: Outcome.LATER}
        failing.status = 201
        PushSubscription.objects.filter(pk=device.pk).update(not_before=None)
        assert sent(envelope) == {envelope.key: Outcome.SENT}
        assert (len(failing.heard), len(well.heard)) == (1, 1)

    def test_who_rests_is_waited_for_by_nobody_who_has_it(self, push_service, member):
        resting = make_device(member, push_service.subscribe(status=429, headers={"Retry-After": "3600"}))
        make_device(member, push_service.subscribe())
        first, second = envelope_to(member), envelope_to(member)
        assert sent(first) == {first.key: Outcome.LATER}
        assert sent(second) == {second.key: Outcome.SENT}
        resting.refresh_from_db()
        assert resting.tries == 1, "it was left alone"

    def test_when_all_rest_it_goes_later(self, push_service, member):
        later = clock.now() + timedelta(hours=1)
        make_device(member, push_service.subscribe(), failing_since=clock.now(), tries=1, not_before=later)
        envelope = envelope_to(member)
        assert sent(envelope) == {envelope.key: Outcome.LATER}
        assert push_service.asked == []

    def test_a_dead_endpoint_delays_no_other_member(self, push_service, member):
        make_device(member, push_service.subscribe(stalls=True))
        others = [make_member() for _ in range(20)]
        for other in others:
            make_device(other, push_service.subscribe())
        _silent, *rest = envelopes = [envelope_to(each) for each in [member, *others]]
        running = send(envelopes)
        done = dict(next(running) for _ in others)  # while the first one still says nothing
        running.close()
        assert done == {each.key: Outcome.SENT for each in rest}

    @pytest.mark.django_db(transaction=True)
    def test_who_answers_late_gets_it_once(self, push_service, member, monkeypatch):
        """The batch does not wait for a slow device, and the repeat goes past it, since it has it by then."""
        monkeypatch.setattr(couriers, "GRACE", 0.1)
        slow = push_service.subscribe(delay=0.5)
        device = make_device(member, slow)
        envelope = envelope_to(member)
        assert sent(envelope) == {envelope.key: Outcome.LATER}
        couriers.service_called("localhost").threads.shutdown(wait=True)
        couriers.service_called.cache_clear()
        device.refresh_from_db()
        assert (len(device.got), device.failing_since) == (1, None)
        assert sent(envelope) == {envelope.key: Outcome.SENT}
        assert len(slow.heard) == 1

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_number_of_queries_follows_the_answers_alone(
        self, push_service, member, number, django_assert_num_queries
    ):
        envelopes = []
        for _ in range(number):
            other = make_member()
            make_device(other, push_service.subscribe())
            envelopes.append(envelope_to(other))
        with django_assert_num_queries(1 + 3 * number):  # the devices; each answer in a transaction of its own
            sent(*envelopes)

    def test_it_is_registered(self):
        assert channel_of("push").send is send


class TestWords:
    def message(self, envelope, **device):
        push = messages.of_envelope(envelope, PushSubscription(member=envelope.member, **device))
        return push, json.loads(push.message)

    def test_one_line_leads_where_it_leads(self, member):
        _push, said = self.message(envelope_to(member))
        assert said.pop("tag")
        assert said == {
            "title": "Qlock",
            "body": "Anna t’a répondu.",
            "url": "http://testserver/moi/avis/1/",
            "lang": "fr",
        }

    def test_many_are_counted(self, member):
        _push, said = self.message(envelope_to(member, *(f"Ligne {number}." for number in range(1, 6))))
        assert said["body"] == "Ligne 1.\nLigne 2.\nLigne 3.\net 2 autres"
        assert said["url"] == "/moi/avis/"

    def test_in_the_member_s_language(self, member):
        member.language = "de"
        with translation.override("fr"):
            _push, said = self.message(envelope_to(member, *"abcd"))
        assert said["lang"] == "de"
        assert said["url"] == "/de/moi/avis/"

    @pytest.mark.parametrize("sign", ["a", "é", "時", "𝄞", '"', "\\", "\0", "\n"])
    def test_it_stays_small(self, member, sign):
        envelope = envelope_to(member, *[sign * 100_000] * 50)
        push, said = self.message(envelope)
        assert len(push.message) < 3000
        assert said["body"]

    def test_what_is_urgent_wakes_and_does_not_wait(self, member):
        kind = NoticeKind("alarme", "Alarme", lambda _told: "", lambda _told: "/", urgent=True)
        register_kind(kind)
        try:
            urgent, _said = self.message(envelope_to(member, kind="alarme"))
        finally:
            unregister_kind("alarme")
        plain, _said = self.message(envelope_to(member))
        assert (urgent.is_urgent, urgent.ttl) == (True, timedelta(hours=1))
        assert (plain.is_urgent, plain.ttl) == (False, timedelta(days=1))


@pytest.mark.parametrize("number", [1, 3])
def test_who_can_be_reached_is_one_question(number, django_assert_num_queries):
    members = [make_member() for _ in range(number + 1)]
    for member in members[:number]:
        make_device(member)
        make_device(member)
    with django_assert_num_queries(1):
        assert reachable([each.pk for each in members]) == {each.pk for each in members[:number]}
