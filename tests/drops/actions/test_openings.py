"""A drop opens, and who wants to hears of it: once, and no more than the hour."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from community.gatherings.hours import hour
from community.notices.actions import choose
from community.notices.actions import rounds as notice_rounds
from community.notices.actions.sending import deliver_due
from community.notices.channels import channel_of
from community.notices.models import Delivery, Notice, Round
from drops.actions import openings
from drops.actions.openings import LATEST, tell_openings
from drops.telling import OPENING
from realtime import clock
from tests.factories.devices import make_device
from tests.factories.drops import make_draft, make_drop
from tests.factories.members import make_member
from tests.jobs import waiting, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def ringing():
    """Somebody with a device."""
    member = make_member()
    make_device(member)
    return member


def told():
    return set(Notice.objects.filter(kind=OPENING).values_list("member", flat=True))


class TestOnce:
    def test_it_is_told_to_who_has_a_device(self, now, ringing):
        make_member()
        drop = make_drop(opens_at=now - timedelta(seconds=1))
        assert tell_openings(now) == [drop.code]
        work_off()
        assert told() == {ringing.pk}
        assert set(Delivery.objects.values_list("member", "channel")) == {(ringing.pk, "push")}
        assert not Notice.objects.get().is_listed, "nothing waits under the bell"

    def test_however_often_it_is_looked_at(self, now, ringing):
        make_drop(opens_at=now - timedelta(seconds=1))
        tell_openings(now)
        work_off()
        for seconds in (0, 30, 600):
            assert tell_openings(now + timedelta(seconds=seconds)) == []
        assert waiting() == []
        assert Notice.objects.count() == 1

    def test_a_crash_between_the_two_leaves_neither(self, now, ringing, monkeypatch):
        drop = make_drop(opens_at=now - timedelta(seconds=1))

        def crash(*_args, **_kwargs):
            raise RuntimeError("killed")

        begin_round = openings.begin_round
        monkeypatch.setattr(openings, "begin_round", crash)
        with pytest.raises(RuntimeError):
            tell_openings(now)
        monkeypatch.setattr(openings, "begin_round", begin_round)
        drop.refresh_from_db()
        assert (drop.opening_told_at, Round.objects.count(), waiting()) == (None, 0, [])
        assert tell_openings(now) == [drop.code]

    def test_in_batches_nobody_is_left_out_or_told_twice(self, now, monkeypatch):
        monkeypatch.setattr(notice_rounds, "AT_ONCE", 2)
        members = [make_member() for _ in range(5)]
        for member in members:
            make_device(member)
            make_device(member)  # two devices, one notice
        make_drop(opens_at=now - timedelta(seconds=1))
        tell_openings(now)
        work_off()
        assert sorted(Notice.objects.values_list("member", flat=True)) == [each.pk for each in members]

    def test_a_drop_that_is_over_meanwhile_is_told_to_nobody_more(self, now, ringing):
        drop = make_drop(opens_at=now - timedelta(seconds=1))
        tell_openings(now)
        drop.cancelled_at = now
        drop.save()
        work_off()
        assert told() == set()


class TestOfWhichNobodyHears:
    @pytest.mark.parametrize(
        "fields",
        [
            {"cancelled_at": 0},
            {"paused_at": 0},
            {"rehearsal": True},
            {"sold": 3, "total": 3},
            {"closes_at": 0},
            {"opens_at": 1},
            {"opens_at": -LATEST.total_seconds()},
        ],
    )
    def test_one_that_is_not_on_offer(self, now, ringing, settings, fields):
        settings.DEMO = True  # where everybody sees rehearsals
        moments = {
            name: now + timedelta(seconds=value) if name.endswith("_at") else value for name, value in fields.items()
        }
        make_drop(**{"opens_at": now - timedelta(seconds=1)} | moments)
        assert tell_openings(now) == []
        assert (Round.objects.count(), waiting()) == (0, [])

    def test_one_that_nobody_armed(self, now, ringing):
        make_draft(opens_at=now - timedelta(seconds=1))
        assert tell_openings(now) == []

    def test_one_that_is_resumed_is_told_then(self, now, ringing):
        drop = make_drop(opens_at=now - timedelta(minutes=5), paused_at=now)
        assert tell_openings(now) == []
        drop.paused_at = None
        drop.save()
        assert tell_openings(now + timedelta(minutes=1)) == [drop.code]


class TestWhoHears:
    def test_who_does_not_want_to_does_not(self, now, ringing):
        choose(ringing, channel="push", wanted=False, kinds=[OPENING])
        make_drop(opens_at=now - timedelta(seconds=1))
        tell_openings(now)
        work_off()
        assert told() == set()

    def test_who_has_no_device_and_asked_for_the_list_finds_it_there(self, now):
        member = make_member()
        choose(member, channel="app", wanted=True, kinds=[OPENING])
        make_drop(opens_at=now - timedelta(seconds=1))
        tell_openings(now)
        work_off()
        assert Notice.objects.get().is_listed
        assert told() == {member.pk}

    def test_who_is_kept_out_does_not(self, now, ringing):
        ringing.is_active = False
        ringing.save()
        make_drop(opens_at=now - timedelta(seconds=1))
        tell_openings(now)
        work_off()
        assert told() == set()


def test_what_the_phone_shows_is_the_hour_and_nothing_of_the_watch(now, push_service):
    """From the opening to the browser, through round, delivery, encryption and HTTP."""
    browser = push_service.subscribe()
    make_device(make_member(), browser)
    opens_at = now.replace(second=0, microsecond=0)
    drop = make_drop(opens_at=opens_at)
    tell_openings(now)
    work_off()
    deliver_due(channel_of("push"), lambda: clock.now() + timedelta(seconds=1))
    (heard,) = browser.heard
    (said,) = browser.messages
    assert said["body"] == f"Qlock : le drop de {hour(opens_at)} est ouvert."
    assert heard["urgency"] == "high"
    secrets = (drop.watch.name, drop.watch.brand.name, drop.watch.reference, "1290", "1’290", drop.statement)
    assert not [secret for secret in secrets if secret in heard["message"]]


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    @pytest.fixture
    def drop(self, now):
        return make_drop(opens_at=now - timedelta(seconds=1))

    def race(self, now):
        """Two workers look at the same moment; answers how many rounds there are."""
        gate = threading.Barrier(2)

        def look():
            gate.wait()
            try:
                tell_openings(now)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=look) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return Round.objects.count()

    def test_one_of_them_tells(self, now, drop):
        assert self.race(now) == 1

    def test_without_the_lock_both_would(self, now, drop, monkeypatch):
        both = threading.Barrier(2)

        def read(_now):
            found = list(openings.Drop.objects.filter(opening_told_at=None).select_related("universe"))
            both.wait(5)
            return found

        monkeypatch.setattr(openings, "lock_untold", read)
        assert self.race(now) == 2
