"""What the clock does when nobody looks: opening, sealing, and one reminder a day before the close."""

from datetime import timedelta

import pytest

from community.notices.actions.choices import choose
from community.notices.kinds import kind_of
from community.notices.models import Notice
from community.notices.queries import places, told_to, visible_of
from ideas.ballots import tasks
from ideas.ballots.actions.votes import cast_vote, withdraw_vote
from ideas.ballots.models import Ballot, BallotKey
from ideas.ballots.telling import REMINDER, SEALED
from realtime import clock
from tests.factories.ballots import close_ballot, make_ballot, make_voters, options_of
from tests.ideas.ballots.conftest import standstill
from tests.jobs import work_off

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def run():
    tasks.watch(timestamp=0)
    work_off()


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("member_id", flat=True))


def closing_in(span, **fields):
    """A ballot of a week that closes in so long."""
    now = clock.now()
    return make_ballot(opens_at=now - timedelta(days=7), closes_at=now + span, **fields)


def settled_members(number):
    return make_voters(number, date_joined=clock.now() - timedelta(days=60))


def test_it_opens_what_is_due_and_seals_what_is_over():
    [member] = settled_members(1)
    to_open, to_seal, lost = make_ballot(opened=False), make_ballot(), make_ballot()
    cast_vote(to_seal, by=member, choice=options_of(to_seal)[0])
    for ballot in (lost, to_seal):
        close_ballot(ballot)
    BallotKey.objects.filter(ballot=lost).delete()  # it cannot be counted, and holds up no other
    run()
    for ballot in (to_open, to_seal, lost):
        ballot.refresh_from_db()
    assert (bool(to_open.opened_at), to_seal.is_sealed, lost.is_sealed) == (True, True, False)
    assert told(SEALED) == [member.pk]


def test_who_has_not_voted_is_reminded_once():
    late, voted, withdrew, deaf = settled_members(4)
    ballot = closing_in(timedelta(hours=23))
    for member in (voted, withdrew):
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
    withdraw_vote(ballot, by=withdrew)
    for channel in places():
        choose(deaf, channel=channel, wanted=False, kinds=[REMINDER])
    run()
    assert told(REMINDER) == sorted([late.pk, withdrew.pk])
    run()
    assert told(REMINDER) == sorted([late.pk, withdrew.pk])


@pytest.mark.parametrize(
    ("opened", "left", "is_reminded"),
    [
        (timedelta(days=7), DAY + timedelta(seconds=5), False),
        (timedelta(days=7), DAY - timedelta(seconds=5), True),
        (timedelta(hours=1), timedelta(hours=22), False),  # a ballot of a day needs no reminder
    ],
)
def test_a_day_before_the_close(opened, left, is_reminded):
    settled_members(1)
    now = clock.now()
    make_ballot(opens_at=now - opened, closes_at=now + left)
    run()
    assert bool(told(REMINDER)) is is_reminded


def test_nobody_is_called_to_a_closed_door():
    [member] = settled_members(1)
    ballot = closing_in(timedelta(hours=1))
    tasks.watch(timestamp=0)
    close_ballot(ballot)
    work_off()
    assert told(REMINDER) == []
    Ballot.objects.update(closes_at=clock.now() + timedelta(hours=1), reminded_at=None)
    run()
    notice = told_to(member, Notice.objects.get().pk)
    assert "attend ton vote" in kind_of(REMINDER).sentence(notice)
    assert visible_of([notice], member) == {notice.pk}
    close_ballot(ballot)
    assert visible_of([notice], member) == set()


def test_nothing_to_do():
    make_ballot(opens_at=clock.now() + DAY, closes_at=clock.now() + 3 * DAY)
    with standstill():
        run()
