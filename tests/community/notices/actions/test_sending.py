"""Each envelope goes once, whatever fails on the way."""

import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from community.notices.actions import mark_read, sending, tell
from community.notices.actions.packing import pack_due
from community.notices.actions.sending import IN_HAND, deliver_due, send_ready, take_in_hand
from community.notices.channels import Outcome
from community.notices.kinds import NoticeKind, register_kind, unregister_kind
from community.notices.models import Delivery, Envelope, Fate, Notice, Rhythm
from community.notices.rules import MOST_TRIES
from tests.at_once import at_once
from tests.factories.members import make_member

NOON = datetime(2031, 5, 5, 12, tzinfo=ZoneInfo("Europe/Zurich")).astimezone(UTC)

pytestmark = pytest.mark.django_db


def deliver(courier, now=NOON):
    deliver_due(courier.channel, lambda: now)


def envelope_of(member):
    return Envelope.objects.get(member=member)


@pytest.fixture
def members(couriers):
    """Three members to whom something is due."""
    three = [make_member() for _ in range(3)]
    tell("fort", [member.pk for member in three], data={"words": "bonjour"})
    return three


class TestOutcomes:
    def test_what_is_sent_is_marked_and_never_sent_again(self, couriers, members):
        deliver(couriers.mail)
        deliver(couriers.mail)
        assert [each.member for each in couriers.mail.sent] == members
        envelope = envelope_of(members[0])
        assert (envelope.outcome, envelope.sent_at, envelope.try_at, envelope.tries) == (Fate.SENT, NOON, None, 1)
        assert envelope.key.hex == couriers.mail.sent[0].key

    def test_a_line_is_the_members_and_leads_through_the_list(self, couriers, settings):
        settings.SITE_URL = "https://qlock.example"
        member = make_member(language="de")
        tell("fort", [member.pk], data={"words": "bonjour"})
        deliver(couriers.mail)
        line = couriers.mail.sent[0].lines[0]
        notice = Notice.objects.get()
        assert (line.kind, line.sentence, line.at) == ("fort", "la maison × 1 : bonjour", notice.at)
        assert line.url == f"https://qlock.example/de/moi/avis/{notice.pk}/"

    def test_later_is_after_a_growing_pause_and_not_for_ever(self, couriers, members, caplog):
        couriers.mail.answers[members[0].pk] = Outcome.LATER
        now, pauses = NOON, []
        for tries in range(1, MOST_TRIES):
            deliver(couriers.mail, now)
            envelope = envelope_of(members[0])
            assert (envelope.tries, envelope.outcome) == (tries, "")
            pauses.append(envelope.try_at - now)
            deliver(couriers.mail, envelope.try_at - timedelta(seconds=1))
            assert envelope_of(members[0]).tries == tries
            now = envelope.try_at
        assert pauses == sorted(set(pauses))
        deliver(couriers.mail, now)
        envelope = envelope_of(members[0])
        assert (envelope.outcome, envelope.try_at, envelope.sent_at) == (Fate.GIVEN_UP, None, None)
        assert "given_up" in caplog.text
        assert {each.key for each in couriers.mail.sent if each.member == members[0]} == {envelope.key.hex}

    def test_gone_ends_it(self, couriers, members):
        couriers.mail.answers[members[1].pk] = Outcome.GONE
        deliver(couriers.mail)
        assert [envelope_of(member).outcome for member in members] == [Fate.SENT, Fate.GONE, Fate.SENT]
        assert envelope_of(members[1]).try_at is None

    def test_one_bad_envelope_stops_nobody(self, couriers, members, caplog):
        couriers.mail.answers[members[1].pk] = OSError("L’adresse est en feu.")
        with caplog.at_level(logging.ERROR):
            deliver(couriers.mail)
        assert [envelope_of(member).outcome for member in members] == [Fate.SENT, "", Fate.SENT]
        assert [each.member for each in couriers.mail.sent] == [members[0], members[2]]
        assert "channel_failed" in caplog.text

    def test_one_failing_channel_stops_no_other(self, couriers, members, caplog):
        couriers.mail.answers |= {member.pk: OSError("La poste est fermée.") for member in members}
        deliver(couriers.mail)
        deliver(couriers.push)
        assert couriers.mail.sent == []
        assert len(couriers.push.sent) == 3
        assert Envelope.objects.filter(channel="mail", outcome="", try_at__gt=NOON).count() == 3

    def test_what_a_channel_does_not_answer_goes_again(self, couriers, members):
        pack_due(couriers.mail.channel, NOON)
        send_ready(replace(couriers.mail.channel, send=lambda letters: iter(letters[:0])), lambda: NOON)
        assert set(Envelope.objects.values_list("outcome", "try_at")) == {("", NOON + timedelta(minutes=1))}

    def test_a_kind_that_fails_stops_no_other(self, couriers, members, caplog):
        def fail(told):
            raise KeyError("title")

        register_kind(NoticeKind("cassé", "cassé", fail, str, by_default=frozenset({"mail"})))
        unlucky = make_member()
        tell("cassé", [unlucky.pk])
        deliver(couriers.mail)
        unregister_kind("cassé")
        assert len(couriers.mail.sent) == 3
        assert (envelope_of(unlucky).outcome, envelope_of(unlucky).tries) == ("", 1)
        assert "unspeakable" in caplog.text

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_number_of_queries_does_not_grow_but_by_the_marks(self, couriers, number, django_assert_num_queries):
        tell("fort", [make_member().pk for _ in range(number)])
        pack_due(couriers.mail.channel, NOON)
        # the savepoint, taking them in hand, what they say, the hours; and one mark each
        with django_assert_num_queries(6 + number):
            assert send_ready(couriers.mail.channel, lambda: NOON) == number


class TestNothingLeftToSay:
    def test_what_was_read_between_two_tries_is_not_sent(self, couriers, members):
        couriers.mail.answers = {member.pk: Outcome.LATER for member in members}
        deliver(couriers.mail)
        couriers.mail.sent.clear()
        mark_read(members[0])
        deliver(couriers.mail, NOON + timedelta(minutes=1))
        assert [each.member for each in couriers.mail.sent] == members[1:]
        assert envelope_of(members[0]).outcome == Fate.MOOT

    def test_what_may_not_be_seen_any_more_is_not_sent(self, couriers):
        member = make_member()
        tell("fort", [member.pk], data={"words": "secret", "gone": True})
        tell("fort", [member.pk], data={"words": "public"})
        other = make_member()
        tell("fort", [other.pk], data={"gone": True})
        deliver(couriers.mail)
        assert couriers.mail.said == [(member, ["la maison × 1 : public"])]
        assert envelope_of(other).outcome == Fate.MOOT

    def test_who_was_suspended_meanwhile_gets_nothing(self, couriers, members):
        pack_due(couriers.mail.channel, NOON)
        members[0].is_active = False
        members[0].save()
        deliver(couriers.mail)
        assert [each.member for each in couriers.mail.sent] == members[1:]


class TestQuietHours:
    def test_a_second_try_does_not_wake_anybody(self, couriers):
        member = make_member()
        Rhythm.objects.create(member=member, quiet_from=time(12, 1), quiet_to=time(14))
        tell("fort", [member.pk])
        Delivery.objects.update(due_at=NOON)
        couriers.push.answers[member.pk] = Outcome.LATER
        deliver(couriers.push)
        couriers.push.answers.clear()
        deliver(couriers.push, NOON + timedelta(minutes=1))
        assert len(couriers.push.sent) == 1
        assert (envelope_of(member).try_at, envelope_of(member).tries) == (NOON + timedelta(hours=2), 1)
        deliver(couriers.push, NOON + timedelta(hours=2))
        assert envelope_of(member).outcome == Fate.SENT

    def test_what_is_urgent_comes_all_the_same(self, couriers):
        member = make_member()
        Rhythm.objects.create(member=member, quiet_from=time(11), quiet_to=time(14))
        tell("tout-de-suite", [member.pk])
        deliver(couriers.push)
        assert envelope_of(member).outcome == Fate.SENT


class TestKilled:
    """What a worker leaves that was killed with its hands full; tests/community/notices/test_killed.py kills one."""

    def test_it_goes_again_under_the_same_key(self, couriers, members):
        pack_due(couriers.mail.channel, NOON)
        keys = {each.key.hex for each in take_in_hand(couriers.mail.channel, NOON)}
        deliver(couriers.mail, NOON + IN_HAND - timedelta(seconds=1))
        assert couriers.mail.sent == []
        deliver(couriers.mail, NOON + IN_HAND)
        assert {each.key for each in couriers.mail.sent} == keys
        assert Envelope.objects.count() == len(couriers.mail.sent) == 3

    def test_what_kills_everybody_is_given_up(self, couriers, members):
        pack_due(couriers.mail.channel, NOON)
        now = NOON
        for _ in range(MOST_TRIES):
            take_in_hand(couriers.mail.channel, now)
            now += IN_HAND
        deliver(couriers.mail, now)
        assert couriers.mail.sent == []
        assert set(Envelope.objects.values_list("outcome", flat=True)) == {Fate.GIVEN_UP}

    def test_who_is_slow_says_that_they_live(self, couriers, members):
        """Each envelope takes four minutes: the third begins when the first hand would have been empty."""
        hours = (NOON + timedelta(minutes=4 * step) for step in count())
        begun = []

        def send(letters):
            for letter in letters:
                begun.append(next(hours))
                assert Envelope.objects.get(key=letter.key).try_at > begun[-1]
                yield letter.key, Outcome.SENT

        pack_due(couriers.mail.channel, NOON)
        send_ready(replace(couriers.mail.channel, send=send), lambda: begun[-1] if begun else NOON)
        assert begun[-1] - NOON > IN_HAND


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def race(self, couriers):
        members = [make_member() for _ in range(3)]
        with transaction.atomic():
            tell("fort", [member.pk for member in members])
        pack_due(couriers.mail.channel, NOON)
        at_once(*[partial(send_ready, couriers.mail.channel, lambda: NOON)] * 2)
        return len(couriers.mail.sent)

    def test_two_workers_send_each_once(self, couriers):
        assert self.race(couriers) == 3

    def test_without_the_lock_they_send_each_twice(self, couriers, monkeypatch):
        """The control: a race that cannot be lost proves nothing."""
        together = threading.Barrier(2)

        def take(channel, now):
            taken = list(Envelope.objects.filter(channel=channel.name, try_at__lte=now).select_related("member"))
            together.wait(10)
            return taken

        monkeypatch.setattr(sending, "take_in_hand", take)
        assert self.race(couriers) == 6
