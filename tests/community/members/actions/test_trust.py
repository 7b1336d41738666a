"""Counting, and the levels that follow."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connections

from community.members import actions, heralds
from community.members.models import Activity, Member, Nomination
from community.members.trust import KEEPS_REGULAR, TO_MEMBER, TO_REGULAR, WINDOW, TrustLevel, days_seen
from realtime import clock
from tests.factories.members import make_member, make_moderator, make_regular

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What the heralds hear."""
    heard = []
    monkeypatch.setattr(heralds, "_heralds", [])
    heralds.register_herald(lambda *told: heard.append(told))
    return heard


@pytest.fixture
def travel(monkeypatch):
    """Move the house's clock on by some days."""
    start, now = clock.now(), clock.now

    def to(days):
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=days))

    yield to
    monkeypatch.setattr(clock, "now", now)


def level_of(member):
    return Member.objects.values_list("level", flat=True).get(pk=member.pk)


def activity_of(member):
    return Activity.objects.get(member=member)


def test_what_is_done_is_counted_in_one_statement(django_assert_num_queries):
    member = make_member()
    actions.record_activity(member.pk, read=3, written=1)
    with django_assert_num_queries(3):  # between the marks of its transaction
        actions.record_activity(member.pk, read=2, liked=1, received=4)
    counted = activity_of(member)
    assert (counted.read, counted.written, counted.liked, counted.received) == (5, 1, 1, 4)


def test_what_is_taken_back_never_goes_below_nought():
    member = make_member()
    actions.record_activity(member.pk, liked=-1)
    actions.record_activity(member.pk, written=1)
    actions.record_activity(member.pk, written=-2, received=-1)
    counted = activity_of(member)
    assert (counted.liked, counted.written, counted.received) == (0, 0, 0)


def test_a_day_is_seen_once_and_the_window_moves_on(travel):
    member = make_member()
    for day in (0, 0, 1, 4):
        travel(day)
        actions.record_activity(member.pk, read=1)
    counted = activity_of(member)
    assert counted.days == 3
    assert counted.window.endswith("110" + "01")
    travel(WINDOW)
    actions.record_activity(member.pk, read=1)
    counted = activity_of(member)
    assert counted.days == 4
    assert days_seen(counted.window, counted.last_day, clock.now()) == 3  # the first has left
    travel(50 * WINDOW)
    actions.record_activity(member.pk, read=1)
    assert activity_of(member).window.count("1") == 1


def test_a_clock_that_goes_back_loses_no_day(travel):
    member = make_member()
    travel(2)
    actions.record_activity(member.pk, read=1)
    before = activity_of(member)
    travel(0)
    actions.record_activity(member.pk, read=1)
    after = activity_of(member)
    assert (after.days, after.window, after.last_day) == (before.days, before.window, before.last_day)


def test_what_others_do_is_no_day_seen():
    member = make_member()
    actions.record_activity(member.pk, received=1, upheld=1)
    counted = activity_of(member)
    assert (counted.days, counted.last_day, counted.window.count("1")) == (0, None, 0)
    assert counted.upheld_on is not None
    actions.record_activity(member.pk, upheld=-1)
    assert activity_of(member).upheld_on is None


def ready_but_for_one(member):
    """All that a newcomer needs but the last message read."""
    Member.objects.filter(pk=member.pk).update(date_joined=clock.now() - timedelta(days=TO_MEMBER.account_days))
    actions.record_activity(member.pk, read=TO_MEMBER.read - 2)
    Activity.objects.filter(member=member).update(days=TO_MEMBER.days)


def test_the_last_message_read_makes_a_member(told):
    member = make_member()
    ready_but_for_one(member)
    actions.record_activity(member.pk, read=1)
    assert (level_of(member), told) == (TrustLevel.NEWCOMER, [])
    actions.record_activity(member.pk, read=1)
    assert level_of(member) == TrustLevel.MEMBER
    assert told == [(member.pk, TrustLevel.NEWCOMER, TrustLevel.MEMBER)]
    actions.record_activity(member.pk, read=1)
    assert len(told) == 1


def test_without_a_confirmed_address_nobody_rises(told):
    member = make_member(confirmed=False)
    ready_but_for_one(member)
    actions.record_activity(member.pk, read=5)
    assert (level_of(member), told) == (TrustLevel.NEWCOMER, [])
    EmailAddress.objects.update(verified=True)
    actions.record_activity(member.pk, read=1)
    assert level_of(member) == TrustLevel.MEMBER


def test_a_regular_rises_and_falls_back(told, travel):
    member = make_regular(days_seen=TO_REGULAR.days_seen - 1, level=TrustLevel.MEMBER)
    travel(1)
    actions.record_activity(member.pk, read=1)
    assert level_of(member) == TrustLevel.REGULAR
    travel(1 + WINDOW - KEEPS_REGULAR + 2)
    actions.record_activity(member.pk, read=1)
    assert level_of(member) == TrustLevel.MEMBER
    assert [after for _member, _before, after in told] == [TrustLevel.REGULAR, TrustLevel.MEMBER]


def test_an_upheld_flag_takes_a_regular_back(told):
    member = make_regular()
    actions.record_activity(member.pk, upheld=1)
    assert level_of(member) == TrustLevel.MEMBER
    actions.record_activity(member.pk, upheld=-1)
    assert level_of(member) == TrustLevel.REGULAR


class TestNominations:
    def test_a_guide_is_named_with_a_trace(self, told):
        member, guard = make_regular(), make_moderator()
        actions.nominate_member(member, level=TrustLevel.GUIDE, by=guard, reason="Patient avec tout le monde.")
        assert level_of(member) == TrustLevel.GUIDE
        row = Nomination.objects.get()
        assert (row.by, row.reason, row.ended_at) == (guard, "Patient avec tout le monde.", None)
        assert told == [(member.pk, TrustLevel.REGULAR, TrustLevel.GUIDE)]
        actions.end_nomination(member, by=guard)
        assert level_of(member) == TrustLevel.REGULAR
        row.refresh_from_db()
        assert row.ended_by == guard

    def test_a_newcomer_is_vouched_for(self, told):
        member = make_member()
        actions.nominate_member(member, level=TrustLevel.MEMBER, by=make_moderator(), reason="Un horloger connu.")
        assert level_of(member) == TrustLevel.MEMBER

    def test_a_guide_who_is_no_regular_waits_to_be_one(self, told):
        member = make_member()
        actions.nominate_member(member, level=TrustLevel.GUIDE, by=make_moderator(), reason="Bientôt.")
        assert level_of(member) == TrustLevel.MEMBER

    def test_a_new_nomination_ends_the_one_before(self, told):
        member, guard = make_regular(), make_moderator()
        for level in (TrustLevel.MEMBER, TrustLevel.GUIDE):
            actions.nominate_member(member, level=level, by=guard, reason="Encore mieux.")
        assert Nomination.objects.filter(ended_at=None).count() == 1
        assert Nomination.objects.count() == 2

    @pytest.mark.parametrize("fields", [{}, {"is_staff": True}])
    def test_who_may_not_is_refused(self, told, fields):
        member, stranger = make_regular(), make_member(**fields)
        if not fields:
            stranger.user_permissions.add(Permission.objects.get(codename="add_nomination"))
        with pytest.raises(PermissionError):
            actions.nominate_member(member, level=TrustLevel.GUIDE, by=stranger, reason="Pour voir.")
        with pytest.raises(PermissionError):
            actions.end_nomination(member, by=stranger)
        assert (level_of(member), Nomination.objects.count(), told) == (TrustLevel.REGULAR, 0, [])

    @pytest.mark.parametrize(("level", "reason"), [(TrustLevel.REGULAR, "Non."), (TrustLevel.GUIDE, "")])
    def test_without_a_reason_or_for_another_level_nothing_changes(self, told, level, reason):
        member, guard = make_regular(), make_moderator()
        with pytest.raises(ValidationError):
            actions.nominate_member(member, level=level, by=guard, reason=reason)
        assert (level_of(member), Nomination.objects.count(), told) == (TrustLevel.REGULAR, 0, [])

    def test_there_is_nothing_to_end(self):
        with pytest.raises(actions.NotNominated):
            actions.end_nomination(make_member(), by=make_moderator())


@pytest.mark.django_db(transaction=True)
def test_all_who_count_at_once_are_counted():
    member = make_member()

    def count():
        for _ in range(5):
            actions.record_activity(member.pk, read=1)
        connections.close_all()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert activity_of(member).read == 20
    assert activity_of(member).days == 1
