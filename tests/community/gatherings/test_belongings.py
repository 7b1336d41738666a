"""What of gatherings is a member's own: on their page, in an export, and gone when they go."""

import pytest

from community.gatherings.actions.departing import let_member_go
from community.gatherings.actions.feeds import reset_feed
from community.gatherings.belongings import answers, count_answers
from community.gatherings.models import AgendaFeed, GatheringState, Rsvp, RsvpState
from community.personal.registry import Leaving, entries_of
from tests.community.gatherings.conftest import check_counts, standstill, states
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def leaving(member):
    return Leaving(member.pk, (member.handle,), (member.email,), "membre-parti-1", takes_words=False)


def test_who_leaves_makes_room_and_leaves_nothing():
    member, coming, past = make_member(), make_gathering(), make_gathering(days=-9)
    make_rsvp(coming, member, guests=2)
    make_rsvp(coming, guests=6)
    waiting = make_rsvp(coming, state=RsvpState.WAITING)
    make_rsvp(past, member)
    make_rsvp(make_gathering(state=GatheringState.CANCELLED), member)
    let_member_go(leaving(member))
    assert not Rsvp.objects.filter(member=member).exists()
    assert states(waiting) == [RsvpState.GOING]
    check_counts(coming)
    past.refresh_from_db()
    assert past.seats == 1  # so many were there
    with standstill():
        let_member_go(leaving(member))


def test_what_is_kept_is_said():
    assert {entry.of for entry in entries_of("gatherings.Rsvp")} == {"member"}
    assert AgendaFeed.objects.filter(token=reset_feed(make_member()).token).exists()


def test_on_ones_own_page(django_assert_num_queries):
    member = make_member()
    first = make_rsvp(make_gathering(), member)
    make_rsvp(make_gathering(), member, state=RsvpState.WAITING)
    make_rsvp(make_gathering(state=GatheringState.CANCELLED), member)
    make_rsvp(make_gathering(), member, state=RsvpState.DECLINED)
    assert count_answers(member) == 3
    with django_assert_num_queries(1):
        lines = answers(member, None, 10)
    assert [line.note for line in lines] == ["annulé", "tu es dans la file", "tu viens"]
    assert lines[-1].url == first.gathering.get_absolute_url()


def test_what_is_past_is_said_in_the_past():
    member = make_member()
    make_rsvp(make_gathering(days=-3), member)
    make_rsvp(make_gathering(days=-3), member, state=RsvpState.WAITING)
    assert [line.note for line in answers(member, None, 10)] == ["tu étais dans la file", "tu y étais"]
