"""What is due, when, in which envelope, and what is left."""

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import F

from community.members.models import Member
from community.notices.actions import choose, mark_read, packing, set_wishes, tell
from community.notices.actions.packing import lock_due_members, pack_due
from community.notices.actions.sending import deliver_due
from community.notices.jobs import DELIVER
from community.notices.models import Delivery, Digest, Envelope, Notice, Reason, Rhythm
from realtime import clock
from tests.at_once import at_once
from tests.factories.members import make_member
from tests.jobs import waiting

NOON = datetime(2031, 5, 5, 12, tzinfo=ZoneInfo("Europe/Zurich")).astimezone(UTC)

pytestmark = pytest.mark.django_db


def deliver(courier, now=NOON):
    deliver_due(courier.channel, lambda: now)


def left(channel="mail"):
    return list(Delivery.objects.filter(channel=channel).order_by("pk").values_list("left", flat=True))


class TestPlanning:
    def test_mail_waits_ten_minutes_and_push_does_not(self, couriers):
        tell("fort", [make_member().pk])
        mail, push = Delivery.objects.order_by("channel")
        assert (mail.channel, push.channel) == ("mail", "push")
        assert timedelta(minutes=9) < mail.due_at - clock.now() <= timedelta(minutes=10)
        assert push.due_at <= clock.now()

    def test_nothing_is_planned_where_nobody_wants_it(self, couriers):
        member = make_member()
        choose(member, channel="push", wanted=False)
        tell("fort", [member.pk])
        tell("essai", [make_member().pk])
        assert list(Delivery.objects.values_list("channel", flat=True)) == ["mail"]

    def test_one_statement_plans_for_all(self, couriers, django_assert_num_queries):
        members = [make_member().pk for _ in range(12)]
        for some in (members[:1], members):
            with django_assert_num_queries(6):
                tell("fort", some)

    def test_what_goes_at_once_asks_for_the_worker_once(self, couriers, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            tell("fort", [make_member().pk, make_member().pk])
            tell("fort", [make_member().pk])
        assert waiting(DELIVER) == [{"channel": "push"}]


class TestPacking:
    def test_several_lines_go_in_one_envelope(self, couriers):
        member = make_member()
        for key in "123":
            tell("fort", [member.pk], key=key, data={"words": key})
        deliver(couriers.mail)
        assert couriers.mail.said == [(member, [f"la maison × 1 : {key}" for key in "123"])]

    def test_what_is_not_due_waits(self, couriers):
        tell("fort", [make_member().pk])
        due = Delivery.objects.get(channel="mail").due_at
        deliver(couriers.mail, due - timedelta(seconds=1))
        assert couriers.mail.sent == []
        deliver(couriers.mail, due)
        assert len(couriers.mail.sent) == 1

    def test_what_is_read_meanwhile_is_never_mailed(self, couriers):
        member = make_member()
        tell("fort", [member.pk], key="lu")
        mark_read(member)
        tell("fort", [member.pk], key="neuf", data={"words": "neuf"})
        deliver(couriers.mail)
        assert couriers.mail.said == [(member, ["la maison × 1 : neuf"])]
        assert left() == [Reason.READ, ""]

    def test_what_counts_up_goes_once_until_one_has_looked(self, couriers):
        member = make_member()
        for _ in range(3):
            tell("fort", [member.pk], key="5")
        deliver(couriers.mail)
        tell("fort", [member.pk], key="5")
        deliver(couriers.mail)
        assert couriers.mail.said == [(member, ["la maison × 3 : "])]
        mark_read(member)
        tell("fort", [member.pk], key="5")
        deliver(couriers.mail)
        assert len(couriers.mail.sent) == 2

    def test_what_is_not_wanted_any_more_or_finds_nobody_is_left(self, couriers):
        changed, lost, banned = make_member(), make_member(), make_member()
        tell("fort", [changed.pk, lost.pk, banned.pk])
        choose(changed, channel="mail", wanted=False)
        couriers.mail.lost = {lost.pk}
        banned.is_active = False
        banned.save()
        deliver(couriers.mail)
        assert couriers.mail.sent == []
        assert left() == [Reason.UNWANTED, Reason.UNREACHABLE, Reason.UNWANTED]
        assert not Envelope.objects.exists()

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, couriers, number, django_assert_num_queries):
        tell("fort", [make_member().pk for _ in range(number)])
        # a savepoint around; the members, what is due, two for wishes, what went today, the envelopes, the deliveries
        with django_assert_num_queries(9):
            assert pack_due(couriers.mail.channel, NOON) == number


class TestDigests:
    def test_a_daily_one_comes_at_eight_and_says_what_it_is(self, couriers):
        member = make_member()
        Rhythm.objects.create(member=member, digest=Digest.DAILY)
        for key in "12":
            tell("fort", [member.pk], key=key)
        due = set(Delivery.objects.filter(channel="mail").values_list("due_at", flat=True))
        assert {each.astimezone(ZoneInfo(member.zone)).hour for each in due} == {8}
        deliver(couriers.mail)
        assert [(len(each.lines), each.is_digest) for each in couriers.mail.sent] == [(2, True)]
        deliver(couriers.push)
        assert not couriers.push.sent[0].is_digest

    def test_what_waits_waits_for_its_new_hour(self, couriers):
        member = make_member()
        tell("fort", [member.pk])
        everything = {("fort", place) for place in ("app", "mail", "push")}
        wishes = {"wanted": everything, "quiet": None, "zone": "Asia/Tokyo", "delay": 10}
        set_wishes(member, digest=Digest.WEEKLY, **wishes)
        mail = Delivery.objects.get(channel="mail")
        assert (mail.due_at.astimezone(ZoneInfo("Asia/Tokyo")).weekday(), mail.is_digest) == (0, True)
        set_wishes(member, digest=Digest.NEVER, **wishes)
        mail.refresh_from_db()
        assert (mail.due_at, mail.is_digest) == (mail.at + timedelta(minutes=10), False)


class TestCaps:
    def trigger(self, member, number, couriers, *, key="", now=NOON):
        for each in range(number):
            tell("fort", [member.pk], key=f"{key}{each}")
            deliver(couriers.mail, now)
            deliver(couriers.push, now)

    @pytest.mark.parametrize(("number", "sent"), [(3, 3), (4, 3)])
    def test_a_day_has_so_many(self, couriers, settings, number, sent):
        settings.NOTICE_CAPS = {"mail": 3, "push": 3}
        self.trigger(make_member(), number, couriers)
        assert (len(couriers.mail.sent), len(couriers.push.sent)) == (sent, sent)
        assert left("push").count(Reason.CAPPED) == number - sent
        held = Delivery.objects.filter(channel="mail", due_at__isnull=False)
        assert held.count() == number - sent
        assert all(each.is_digest and each.due_at == NOON + timedelta(hours=20) for each in held)

    def test_a_thousand_triggers_stay_within(self, couriers, settings):
        settings.NOTICE_CAPS = {"mail": 3, "push": 5}
        member, neighbour = make_member(), make_member()
        Notice.objects.bulk_create(Notice(member=member, kind="fort") for _ in range(1000))
        for notice in Notice.objects.all()[:20]:
            packed = [Delivery(notice=notice, member=member, channel=each, due_at=NOON) for each in ("mail", "push")]
            Delivery.objects.bulk_create(packed)
            deliver(couriers.mail)
            deliver(couriers.push)
        Delivery.objects.bulk_create(
            [
                Delivery(notice=notice, member=member, channel=each, due_at=NOON)
                for notice in Notice.objects.all()
                for each in ("mail", "push")
            ],
            ignore_conflicts=True,
        )
        tell("fort", [neighbour.pk])
        deliver(couriers.mail)
        deliver(couriers.push)
        for courier, most in ((couriers.mail, 3), (couriers.push, 5)):
            assert [each.member for each in courier.sent].count(member) == most
            assert [each.member for each in courier.sent].count(neighbour) == 1

    def test_the_morning_brings_the_rest_in_one(self, couriers, settings):
        settings.NOTICE_CAPS = {"mail": 1, "push": 1}
        member = make_member()
        self.trigger(member, 4, couriers)
        deliver(couriers.mail, NOON + timedelta(hours=20))
        assert [(len(each.lines), each.is_digest) for each in couriers.mail.sent] == [(1, False), (3, True)]

    def test_it_is_the_members_day(self, couriers, settings):
        settings.NOTICE_CAPS = {"mail": 1, "push": 1}
        member = make_member(zone="Asia/Tokyo")  # where it is seven in the evening
        self.trigger(member, 1, couriers)
        self.trigger(member, 1, couriers, key="soir", now=NOON + timedelta(hours=4, minutes=59))
        assert len(couriers.push.sent) == 1
        self.trigger(member, 1, couriers, key="nuit", now=NOON + timedelta(hours=5))
        assert len(couriers.push.sent) == 2

    def test_what_is_urgent_is_counted_all_the_same(self, couriers, settings):
        settings.NOTICE_CAPS = {"mail": 1, "push": 1}
        member = make_member()
        for key in "12":
            tell("tout-de-suite", [member.pk], key=key)
            deliver(couriers.push)
        assert len(couriers.push.sent) == 1


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two workers, one member to whom two things are due."""

    def race(self, couriers):
        member = make_member()
        with transaction.atomic():
            tell("fort", [member.pk], key="1")
            tell("fort", [member.pk], key="2")
        Delivery.objects.update(due_at=F("due_at") - timedelta(hours=1))
        at_once(*[partial(deliver, couriers.mail)] * 2)
        return Envelope.objects.filter(member=member).count()

    def test_one_envelope(self, couriers):
        assert self.race(couriers) == 1
        assert len(couriers.mail.sent) == 1

    def test_the_other_channel_and_a_writer_wait_for_nobody(self, couriers):
        member = make_member()
        with transaction.atomic():
            tell("fort", [member.pk])
        with transaction.atomic():
            assert lock_due_members(couriers.push.channel, NOON) == [member.pk]
            Member.objects.select_for_update(no_key=True).get(pk=member.pk)
            same, other = couriers.push.channel, couriers.mail.channel
            assert at_once(partial(pack_due, same, NOON), partial(pack_due, other, NOON)) == [0, 1]

    def test_without_the_members_lock_there_are_two(self, couriers, monkeypatch):
        """The control: a race that cannot be lost proves nothing."""
        together = threading.Barrier(2)

        class Together(packing.Packing):
            def __init__(self, *args):
                super().__init__(*args)
                together.wait(10)

        def due_members(channel, now):
            due = Delivery.objects.filter(channel=channel.name, due_at__lte=now)
            return list(due.values_list("member", flat=True).distinct())

        monkeypatch.setattr(packing, "Packing", Together)
        monkeypatch.setattr(packing, "lock_due_members", due_members)
        assert self.race(couriers) == 2
