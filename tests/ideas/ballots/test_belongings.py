"""What of ballots is a member's own, and what becomes of it when they go."""

from datetime import timedelta

import pytest

from community.personal.registry import Leaving
from ideas.ballots.actions.departing import let_member_go
from ideas.ballots.actions.votes import cast_vote
from ideas.ballots.belongings import count_votes, votes
from ideas.ballots.models import Participation, RollEntry, Vote
from ideas.ballots.queries import tally_bytes
from realtime import clock
from realtime.models import Topic
from tests.factories.ballots import close_ballot, make_ballot, make_voters, options_of, seal
from tests.ideas.ballots.conftest import check_counts, standstill
from tests.ideas.ballots.test_verify_tally import verifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_voters(1)[0]


def leave(member):
    let_member_go(Leaving(member.pk, (member.handle,), (member.email,), "membre-parti-1", takes_words=False))


def voted(member, **fields):
    ballot = make_ballot(**fields)
    cast_vote(ballot, by=member, choice=options_of(ballot)[0])
    return ballot


def test_where_one_took_part_and_never_how(member, django_assert_num_queries):
    make_ballot()  # not in this one
    assert count_votes(member) == 0
    now = clock.now()
    open_ = voted(member, opens_at=now - timedelta(hours=3))
    sealed = seal(voted(member, opens_at=now - timedelta(hours=2)))
    assert count_votes(member) == 2
    with django_assert_num_queries(2):
        lines = votes(member, None, 10)
    assert [(line.pk, line.note) for line in lines] == [
        (sealed.pk, "compté et dépouillé"),
        (open_.pk, "compté, ouvert encore"),
    ]
    voted(member, opens_at=now - timedelta(minutes=1))
    with django_assert_num_queries(2):
        assert len(votes(member, None, 10)) == 3


def test_who_leaves_takes_their_open_papers_along(member):
    [other] = make_voters(1)
    open_, sealed = voted(member), seal(voted(member))
    cast_vote(open_, by=other, choice=options_of(open_)[1])
    seq, published = Topic.objects.get(name=open_.topic).seq, tally_bytes(sealed)
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    leave(member)
    check_counts(open_)
    assert open_.voted == Vote.objects.filter(ballot=open_).count() == 1
    assert Topic.objects.get(name=open_.topic).seq == seq + 1
    # What was published holds, and the rows that it counts are there, naming somebody who left.
    check_counts(sealed)
    assert tally_bytes(sealed) == published
    assert RollEntry.objects.filter(member=member).count() == 2
    with standstill():
        leave(member)
    done = seal(open_)
    verifier.verify(tally_bytes(done), done.digest)
    assert (done.voted, done.eligible) == (1, 2)


def test_what_is_closed_is_sealed_before_they_go(member):
    ballot = voted(member)
    close_ballot(ballot)
    leave(member)
    check_counts(ballot)
    assert ballot.is_sealed
    assert Participation.objects.filter(member=member).exists()
