"""A ballot of a drop's owners: a paper for each piece, as things stood when it opened."""

from datetime import timedelta

import pytest

from drops.actions.holds import confirm_hold, withdraw_claim
from drops.models import Hold, Order
from drops.owners import papers_of
from ideas.ballots.actions.votes import cast_vote
from ideas.ballots.models import RollEntry
from ideas.ballots.rules import NotEligible, UnknownPaper
from realtime import clock
from tests.drops.conftest import claim
from tests.factories.ballots import make_ballot, make_voters, options_of
from tests.factories.drops import make_drop
from tests.ideas.ballots.conftest import check_counts, standstill

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop():
    return make_drop(total=6, per_member=2)


def buy(drop, member, quantity=1):
    claim(drop, member, quantity)
    return confirm_hold(drop.code, member_id=member.pk)


def ballot_of(drop, **fields):
    """Put to its owners an instant ago."""
    return make_ballot(owners_of="drop", owners_key=drop.code, **({"opens_at": clock.now()} | fields))


def give_back(order):
    """What was sold comes back: the piece is free, the order stays as a fact."""
    Hold.objects.filter(order=order).update(state=Hold.State.RELEASED, order=None)


def roll_of(ballot):
    return dict(RollEntry.objects.filter(ballot=ballot).values_list("member_id", "papers"))


def test_a_paper_for_each_piece(drop, django_assert_num_queries):
    one, two, holding, other = make_voters(4)
    buy(drop, one)
    buy(drop, two, quantity=2)
    claim(drop, holding)  # set aside is not sold
    buy(make_drop(), other)
    with django_assert_num_queries(1):
        assert papers_of(drop.code, clock.now()) == {one.pk: 1, two.pk: 2}
    ballot = ballot_of(drop)
    assert roll_of(ballot) == {one.pk: 1, two.pk: 2}
    assert ballot.eligible == 3
    assert len(cast_vote(ballot, by=two, choice=options_of(ballot)[0])) == 2
    check_counts(ballot)
    for member, papers, refusal in ((one, [2], UnknownPaper), (holding, None, NotEligible), (other, None, NotEligible)):
        with standstill(), pytest.raises(refusal):
            cast_vote(ballot, by=member, choice=options_of(ballot)[0], papers=papers)


def test_what_came_back_before_the_opening_gives_none(drop):
    keeper, returner, leaver = make_voters(3)
    buy(drop, keeper)
    give_back(buy(drop, returner, quantity=2))
    claim(drop, leaver)
    withdraw_claim(drop.code, member_id=leaver.pk)
    assert roll_of(ballot_of(drop)) == {keeper.pk: 1}


def test_the_roll_is_frozen_at_the_opening(drop):
    early, late, returner = make_voters(3)
    buy(drop, early)
    order = buy(drop, returner)
    ballot = ballot_of(drop)
    buy(drop, late)
    give_back(order)
    assert roll_of(ballot) == {early.pk: 1, returner.pk: 1}
    cast_vote(ballot, by=returner, choice=options_of(ballot)[0])
    with standstill(), pytest.raises(NotEligible):
        cast_vote(ballot, by=late, choice=options_of(ballot)[0])


def test_the_hour_of_the_opening_counts_whenever_somebody_comes(drop):
    before, after = make_voters(2)
    ballot = ballot_of(drop, opens_at=clock.now() - timedelta(minutes=5), opened=False)
    for member, moment in ((before, ballot.opens_at), (after, ballot.opens_at + timedelta(milliseconds=1))):
        order = buy(drop, member)
        Order.objects.filter(pk=order.pk).update(created_at=moment)
    cast_vote(ballot, by=before, choice=options_of(ballot)[0])
    assert roll_of(ballot) == {before.pk: 1}


@pytest.mark.parametrize("code", ["NOWHERE", ""])
def test_a_drop_that_is_none_has_no_owners(drop, code):
    buy(drop, *make_voters(1))
    assert papers_of(code, clock.now()) == {}
