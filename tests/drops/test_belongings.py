"""A member's places on their own page: what became of each, and no more of a watch than they may know."""

from datetime import timedelta

import pytest

from community.members.mine import Place
from drops.actions.holds import confirm_hold, withdraw_claim
from drops.belongings import claims, count_claims
from drops.models import Drop
from realtime import clock
from tests.drops.conftest import claim, let_lapse
from tests.factories.drops import make_drop
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def notes(member):
    return [line.note for line in claims(member, None, 9)]


def test_what_became_of_a_place(member):
    drop = make_drop(total=1)
    claim(drop, member)
    assert notes(member) == ["place 1, une pièce t’attend"]
    order = confirm_hold(drop.code, member_id=member.pk)
    assert notes(member) == [f"commande {order.number}"]


def test_who_waits_and_who_gave_back(member):
    drop = make_drop(total=1)
    claim(drop, make_member())
    claim(drop, member)
    assert notes(member) == ["place 2, en attente"]
    withdraw_claim(drop.code, member_id=member.pk)
    assert notes(member) == ["place 2, rendue"]


def test_a_hold_that_ran_out_is_lapsed_though_nobody_settled_it(member):
    drop = make_drop()
    claim(drop, member)
    let_lapse(drop)
    assert notes(member) == ["place 1, échue"]


def test_a_place_leads_to_its_drop_and_is_called_by_its_watch(member):
    drop = make_drop()
    claim(drop, member)
    [line] = claims(member, None, 9)
    assert (line.title, line.url) == (drop.watch.name, f"/drops/{drop.code}/")


def test_what_went_back_behind_the_embargo_keeps_its_name_to_itself(member):
    drop = make_drop()
    claim(drop, member)
    sealed = clock.now() + timedelta(days=1)
    times = {"announced_at": sealed, "opens_at": sealed + timedelta(days=1), "closes_at": sealed + timedelta(days=2)}
    Drop.objects.filter(pk=drop.pk).update(**times)
    [line] = claims(member, None, 9)
    assert (line.title, line.url) == (drop.code, "")


def test_nobody_elses(member):
    claim(make_drop(), make_member())
    assert (count_claims(member), notes(member)) == (0, [])


@pytest.mark.parametrize("number", [1, 3])
def test_they_take_one_query(member, number, django_assert_num_queries):
    for _ in range(number):
        claim(make_drop(), member)
    with django_assert_num_queries(1):
        assert len(claims(member, None, 9)) == number
    assert count_claims(member) == number


def test_the_next_page_goes_on(member):
    drops = [make_drop() for _ in range(3)]
    for drop in drops:
        claim(drop, member)
    first = claims(member, None, 2)
    rest = claims(member, Place(first[-1].at, first[-1].pk), 2)
    assert [line.url.split("/")[2] for line in (*first, *rest)] == [drop.code for drop in reversed(drops)]
