"""Who comes is reminded, once for each lead, whatever crashes."""

import threading
from datetime import timedelta

import pytest

from community.gatherings import tasks
from community.gatherings.actions import reminders
from community.gatherings.actions.programme import cancel_gathering
from community.gatherings.actions.reminders import remind_members
from community.gatherings.models import Gathering, GatheringState, Rsvp, RsvpState
from community.gatherings.queries import reminders_due
from community.notices.models import Notice
from community.notices.queries import told_to, visible_of
from realtime import clock
from tests.community.gatherings.conftest import at_once, standstill, states
from tests.factories.gatherings import make_gathering, make_rsvp

pytestmark = pytest.mark.django_db
DAY, HOURS = timedelta(hours=24), timedelta(hours=2)


def in_(**wait):
    """A gathering that begins in so long, to which somebody said yes a week ago."""
    gathering = make_gathering(starts_at=clock.now() + timedelta(**wait))
    return gathering, make_rsvp(gathering)


def run():
    tasks.watch(timestamp=0)
    return sorted(Notice.objects.filter(kind="gathering.reminder").values_list("member_id", flat=True))


def test_a_day_before_and_two_hours_before_and_never_again():
    gathering, rsvp = in_(hours=23)
    assert [run(), run()] == [[rsvp.member_id]] * 2
    Gathering.objects.filter(pk=gathering.pk).update(
        starts_at=clock.now() + timedelta(minutes=90), rsvp_until=clock.now()
    )
    assert [run(), run()] == [[rsvp.member_id] * 2] * 2
    rsvp.refresh_from_db()
    assert rsvp.reminded == 2


@pytest.mark.parametrize(
    ("wait", "lead"),
    [
        ({"hours": 24, "seconds": 5}, None),
        ({"hours": 24, "seconds": -5}, DAY),
        ({"hours": 2, "seconds": 5}, DAY),
        ({"hours": 2, "seconds": -5}, HOURS),
        ({"seconds": -5}, None),
    ],
)
def test_each_lead_has_its_time(wait, lead):
    gathering, _rsvp = in_(**wait)
    assert reminders_due(clock.now()) == ([(gathering, lead)] if lead else [])


def test_who_just_said_yes_knows_it():
    gathering, rsvp = in_(hours=5)
    Rsvp.objects.filter(pk=rsvp.pk).update(seated_at=clock.now() - timedelta(minutes=1))
    assert run() == []
    Gathering.objects.filter(pk=gathering.pk).update(
        starts_at=clock.now() + HOURS - timedelta(minutes=2), rsvp_until=clock.now()
    )
    assert run() == []


def test_only_those_who_come_to_what_takes_place():
    gathering, _rsvp = in_(hours=20)
    make_rsvp(gathering, state=RsvpState.WAITING)
    make_rsvp(gathering, state=RsvpState.DECLINED)
    Gathering.objects.filter(pk=gathering.pk).update(state=GatheringState.CANCELLED)
    assert run() == []
    assert remind_members(gathering, DAY, clock.now()) == 0


def test_what_breaks_in_the_middle_is_done_again_and_only_once(monkeypatch):
    """A worker that is killed between marking and telling has done neither: both are one transaction."""
    gathering, rsvp = in_(hours=20)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, standstill():
        patch.setattr(reminders, "tell_all", killed)
        with pytest.raises(KeyboardInterrupt):
            remind_members(gathering, DAY, clock.now())
    assert run() == [rsvp.member_id]


def test_a_reminder_is_not_read_any_more_once_it_is_called_off(django_assert_num_queries):
    gathering, rsvp = in_(hours=20)
    run()
    told = [told_to(rsvp.member, Notice.objects.get().pk)]
    with django_assert_num_queries(1):
        assert visible_of(told, rsvp.member) == {told[0].pk}
    cancel_gathering(gathering, reason="La bise.")
    assert visible_of(told, rsvp.member) == set()


def test_the_last_call_comes_by_itself():
    gathering = make_gathering(days=1)
    make_rsvp(gathering, guests=8)
    large = make_rsvp(gathering, guests=2, state=RsvpState.WAITING)
    small = make_rsvp(gathering, state=RsvpState.WAITING)
    Gathering.objects.filter(pk=gathering.pk).update(rsvp_until=clock.now())
    tasks.watch(timestamp=0)
    assert states(large, small) == [RsvpState.WAITING, RsvpState.GOING]


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    """A worker that was thought dead works on, while another does its job again."""

    def told(self, gathering):
        """How often the one who comes was told: an unread notice counts up when it is told again."""
        now = clock.now()
        assert at_once([1, 2], lambda _worker: remind_members(gathering, DAY, now)) == []
        return Notice.objects.get().count

    def test_each_is_told_once(self):
        assert self.told(in_(hours=20)[0]) == 1

    def test_without_the_lock_twice(self, monkeypatch):
        """The control: both read who is due before one has written."""
        gathering, _rsvp = in_(hours=20)
        both, due = threading.Barrier(2), reminders.due_for_reminder

        def due_together(*args):
            found = list(due(*args))
            both.wait(20)
            return found

        monkeypatch.setattr(reminders, "lock_gathering", lambda pk: Gathering.objects.get(pk=pk))
        monkeypatch.setattr(reminders, "due_for_reminder", due_together)
        assert self.told(gathering) == 2
