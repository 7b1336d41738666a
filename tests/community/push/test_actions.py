"""Whose device rings, and what becomes of it."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections

from community.members.models import Member
from community.outgoing.answers import NO_ANSWER, REFUSED
from community.push import actions
from community.push.actions import DeviceRefused, Keys, TooManyDevices
from community.push.delivery import NOT_TRIED, Answer
from community.push.models import MOST_DEVICES, REMEMBERED, PushSubscription
from realtime.models import Event
from tests.factories.devices import make_browser, make_device
from tests.factories.members import make_member

NOW = datetime(2026, 11, 26, 9, 10, tzinfo=UTC)


def keys_of(browser):
    return Keys(**browser.keys)


def everything():
    """All devices as they are, and what was announced."""
    return list(PushSubscription.objects.order_by("pk").values()), Event.objects.count()


def announced():
    return list(Event.objects.filter(kind="device.changed").order_by("pk").values_list("topic", "data"))


@pytest.fixture
def member():
    return make_member()


pytestmark = pytest.mark.django_db


class TestSubscribing:
    def test_a_browser_rings_for_its_owner(self, member):
        browser = make_browser()
        device = actions.subscribe(member, keys=keys_of(browser), label="Firefox, Linux")
        stored = PushSubscription.objects.get()
        assert (stored.member, stored.endpoint, stored.label) == (member, browser.endpoint, "Firefox, Linux")
        assert announced() == [(f"me:{member.pk}", {"id": device.pk})]

    def test_again_it_stays_what_it_is(self, member):
        browser = make_browser()
        first = actions.subscribe(member, keys=keys_of(browser), label="Firefox, Linux")
        actions.note_answer(first, Answer(201), key=uuid4().hex, now=NOW)
        second = actions.subscribe(member, keys=keys_of(browser), label="autre")
        stored = PushSubscription.objects.get()
        assert (stored.pk, stored.label, stored.last_ok_at) == (first.pk, "Firefox, Linux", NOW)
        assert second.pk == first.pk

    def test_at_another_address_it_keeps_its_name_and_forgets_its_faults(self, member):
        old = make_device(member, label="Cuisine", failing_since=NOW, tries=3, not_before=NOW, got=[uuid4()])
        fresh = make_browser()
        actions.subscribe(member, keys=keys_of(fresh), label="Firefox", replaces=old.pk)
        stored = PushSubscription.objects.get()
        assert (stored.pk, stored.label, stored.endpoint) == (old.pk, "Cuisine", fresh.endpoint)
        assert (stored.failing_since, stored.tries, stored.not_before, stored.got) == (None, 0, None, [])

    def test_one_that_was_pruned_meanwhile_comes_back(self, member):
        actions.subscribe(member, keys=keys_of(make_browser()), label="Firefox", replaces=0)
        assert PushSubscription.objects.get().label == "Firefox"

    def test_another_s_device_is_replaced_by_nobody(self, member):
        theirs = make_device(make_member())
        actions.subscribe(member, keys=keys_of(make_browser()), label="Firefox", replaces=theirs.pk)
        assert set(PushSubscription.objects.values_list("member", flat=True)) == {member.pk, theirs.member_id}

    @pytest.mark.parametrize(
        "spoilt",
        [
            {"endpoint": "https://127.0.0.1/a"},
            {"endpoint": "http://fcm.googleapis.com/a"},
            {"endpoint": "https://evil.example/a"},
            {"p256dh": "AAAA"},
            {"auth": "AAAA"},
            {"auth": ""},
        ],
    )
    def test_what_is_no_good_is_refused_and_nothing_changes(self, member, spoilt):
        before = everything()
        keys = Keys(**make_browser().keys | spoilt)
        with pytest.raises(DeviceRefused, match="Rien n’a changé"):
            actions.subscribe(member, keys=keys, label="Firefox")
        assert everything() == before

    def test_another_s_device_is_taken_by_nobody_who_only_knows_its_address(self, member):
        theirs = make_device(make_member())
        before = everything()
        keys = Keys(**make_browser().keys | {"endpoint": theirs.endpoint})
        with pytest.raises(DeviceRefused, match="quelqu’un d’autre"):
            actions.subscribe(member, keys=keys, label="Firefox")
        assert everything() == before

    def test_who_comes_second_to_the_same_address_hears_so(self, member, monkeypatch):
        browser = make_browser()
        other = make_member()

        def be_slower(_member):
            make_device(other, endpoint=browser.endpoint)

        monkeypatch.setattr(actions, "_check_room", be_slower)
        with pytest.raises(DeviceRefused, match="sonne déjà pour quelqu’un d’autre"):
            actions.subscribe(member, keys=keys_of(browser), label="")
        assert not PushSubscription.objects.filter(member=member).exists()

    def test_who_has_left_meanwhile_plugs_nothing_in(self, member):
        Member.objects.filter(pk=member.pk).update(is_active=False)
        before = everything()
        with pytest.raises(DeviceRefused, match="fermé"):
            actions.subscribe(member, keys=keys_of(make_browser()), label="")
        assert everything() == before

    def test_who_sits_before_the_same_browser_has_it(self, member):
        browser = make_browser()
        theirs = make_device(make_member(), browser, got=[uuid4()])
        actions.subscribe(member, keys=keys_of(browser), label="Firefox")
        stored = PushSubscription.objects.get()
        assert (stored.pk, stored.member, stored.got) == (theirs.pk, member, [])

    def test_ten_and_no_eleventh(self, member):
        for _ in range(MOST_DEVICES - 1):
            make_device(member)
        actions.subscribe(member, keys=keys_of(make_browser()), label="la dixième")
        make_device(make_member())
        before = everything()
        with pytest.raises(TooManyDevices, match="10 appareils"):
            actions.subscribe(member, keys=keys_of(make_browser()), label="la onzième")
        shared = make_browser()
        make_device(make_member(), shared)
        before = everything()
        with pytest.raises(TooManyDevices):
            actions.subscribe(member, keys=keys_of(shared), label="celle d’un autre")
        assert everything() == before


class TestRenewing:
    def test_it_follows(self, member):
        old, fresh = make_device(member, label="Cuisine"), make_browser()
        for _ in range(2):  # a browser may say so twice
            actions.renew(member, old_endpoint=old.endpoint, keys=keys_of(fresh))
        stored = PushSubscription.objects.get()
        assert (stored.pk, stored.endpoint, stored.label) == (old.pk, fresh.endpoint, "Cuisine")

    def test_of_what_nobody_knows_nothing_comes(self, member):
        theirs = make_device(make_member())
        before = everything()
        for old_endpoint in ("", "https://fcm.googleapis.com/unknown", theirs.endpoint):
            with pytest.raises(DeviceRefused):
                actions.renew(member, old_endpoint=old_endpoint, keys=keys_of(make_browser()))
        assert everything() == before

    def test_it_takes_no_other_device(self, member):
        mine, theirs = make_device(member), make_device(make_member())
        before = everything()
        keys = Keys(**make_browser().keys | {"endpoint": theirs.endpoint})
        with pytest.raises(DeviceRefused):
            actions.renew(member, old_endpoint=mine.endpoint, keys=keys)
        assert everything() == before


class TestAnswers:
    def test_taken(self, member):
        device, key = make_device(member), uuid4()
        actions.note_answer(device, Answer(201), key=key.hex, now=NOW)
        device.refresh_from_db()
        assert (device.last_ok_at, device.failing_since, device.answer, device.got) == (NOW, None, 201, [key])
        assert announced() == [], "nothing new about a device that is well"

    def test_it_remembers_the_last_few(self, member):
        device = make_device(member, got=[UUID(int=number) for number in range(REMEMBERED)])
        actions.note_answer(device, Answer(201), key=UUID(int=99).hex, now=NOW)
        device.refresh_from_db()
        assert (len(device.got), device.got[0], device.got[-1]) == (REMEMBERED, UUID(int=1), UUID(int=99))

    @pytest.mark.parametrize("status", [404, 410])
    def test_gone(self, member, status):
        device, other = make_device(member), make_device(member)
        actions.note_answer(device, Answer(status), key=uuid4().hex, now=NOW)
        assert list(PushSubscription.objects.all()) == [other]
        assert announced() == [(f"me:{member.pk}", {"id": device.pk})]

    @pytest.mark.parametrize("status", [201, 410, 500])
    def test_what_is_said_of_an_address_before_is_not_said_of_the_next(self, member, status):
        device, browser = make_device(member), make_browser()
        actions.renew(member, old_endpoint=device.endpoint, keys=keys_of(browser))
        before = list(PushSubscription.objects.values())
        actions.note_answer(device, Answer(status), key=uuid4().hex, now=NOW)
        assert list(PushSubscription.objects.values()) == before

    @pytest.mark.parametrize("status", [NO_ANSWER, REFUSED, 301, 400, 403, 429, 500, 503])
    def test_failed(self, member, status):
        device, other = make_device(member), make_device(member)
        actions.note_answer(device, Answer(status), key=uuid4().hex, now=NOW)
        device.refresh_from_db()
        assert (device.failing_since, device.tries, device.answer) == (NOW, 1, status)
        assert device.is_resting(NOW + timedelta(seconds=59))
        assert not device.is_resting(NOW + timedelta(seconds=60))
        actions.note_answer(device, Answer(status), key=uuid4().hex, now=NOW + timedelta(minutes=1))
        device.refresh_from_db()
        assert (device.failing_since, device.tries) == (NOW, 2)
        assert device.not_before == NOW + timedelta(minutes=3)
        other.refresh_from_db()
        assert other.failing_since is None
        assert len(announced()) == 1, "it is said once that a device fell silent"

    def test_the_service_says_how_long(self, member):
        device = make_device(member)
        actions.note_answer(device, Answer(429, timedelta(seconds=7)), key=uuid4().hex, now=NOW)
        device.refresh_from_db()
        assert device.not_before == NOW + timedelta(seconds=7)

    def test_well_again(self, member):
        device = make_device(member, failing_since=NOW, tries=4, not_before=NOW, answer=503)
        actions.note_answer(device, Answer(201), key=uuid4().hex, now=NOW)
        device.refresh_from_db()
        assert (device.failing_since, device.tries, device.not_before) == (None, 0, None)
        assert len(announced()) == 1

    def test_not_tried_says_nothing_about_a_device(self, member):
        device = make_device(member)
        before = everything()
        actions.note_answer(device, Answer(NOT_TRIED), key=uuid4().hex, now=NOW)
        assert everything() == before

    def test_it_rang(self, member):
        device = make_device(member)
        assert actions.note_ring(device.pk, NOW)
        device.refresh_from_db()
        assert device.rang_at == NOW
        assert len(announced()) == 1
        assert not actions.note_ring(0, NOW)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    @pytest.fixture
    def nine(self, member):
        for _ in range(MOST_DEVICES - 1):
            make_device(member)

    def race(self, member):
        """Two browsers of one member plug in at the same moment."""
        gate, refused = threading.Barrier(2), []

        def plug(browser):
            gate.wait()
            try:
                actions.subscribe(member, keys=keys_of(browser), label="Firefox")
            except TooManyDevices:
                refused.append(browser)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=plug, args=[make_browser()]) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return PushSubscription.objects.count(), len(refused)

    def test_ten_stay_ten(self, member, nine):
        assert self.race(member) == (MOST_DEVICES, 1)

    def test_without_the_lock_they_would_be_eleven(self, member, nine, monkeypatch):
        counted = threading.Barrier(2)
        check = actions._check_room

        def check_together(member):
            check(member)
            counted.wait(5)

        monkeypatch.setattr(actions, "lock_member", lambda _member: None)
        monkeypatch.setattr(actions, "_check_room", check_together)
        assert self.race(member) == (MOST_DEVICES + 1, 0)
