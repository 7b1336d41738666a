"""What pages read: enough, not too much, and in as many queries for three as for one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from drops import queries
from drops.actions.holds import confirm_hold
from drops.models import Claim
from realtime import clock
from tests.drops.conftest import claim, let_lapse
from tests.factories.drops import make_draft, make_drop, make_picture
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def member():
    return make_member()


@pytest.mark.parametrize("number", [1, 3])
def test_the_schedule_takes_two_queries(member, number, django_assert_num_queries):
    for _ in range(number):
        make_picture(make_drop().watch)
    with django_assert_num_queries(2):
        assert len(queries.schedule(member, clock.now())) == number


def test_the_schedule_stands_in_the_order_of_opening(member):
    now = clock.now()
    drops = [make_drop(opens_at=now + hours * HOUR) for hours in (2, -9, 1)]
    make_draft()
    assert [view.code for view in queries.schedule(member, now)] == [drops[index].code for index in (1, 2, 0)]


def test_of_a_long_history_the_latest_are_listed(member, monkeypatch):
    monkeypatch.setattr(queries, "SCHEDULE_LENGTH", 2)
    now = clock.now()
    codes = [make_drop(opens_at=now - days * 24 * HOUR).code for days in (3, 2, 1)]
    assert [view.code for view in queries.schedule(member, now)] == codes[1:]


def test_the_drop_to_show_first(member):
    now = clock.now()

    def first():
        view = queries.next_drop(member, now)
        return view and view.code

    assert first() is None
    over = make_drop(opens_at=now - 9 * HOUR)
    assert first() == over.code
    make_drop(opens_at=now + 5 * HOUR)
    ahead = make_drop(opens_at=now + HOUR)
    make_drop(opens_at=now + HOUR, cancelled_at=now)
    assert first() == ahead.code
    opened = make_drop()
    assert first() == opened.code


def test_a_claim_in_the_queue_knows_how_many_wait_before_it(member):
    drop = make_drop(total=1)
    for _ in range(3):
        claim(drop, make_member())
    claim(drop, member)
    view = queries.claim_of(drop.code, member)
    assert (view.status, view.place, view.ahead, view.price, view.pieces) == (Claim.Status.WAITING, 4, 2, None, ())


def test_a_held_piece_has_its_number_its_price_and_its_end(member):
    drop = make_drop(per_member=2)
    answer = claim(drop, member, quantity=2)
    view = queries.claim_of(drop.code, member)
    assert (view.pieces, view.granted, view.amount) == ((1, 2), 2, 2 * drop.price)
    assert view.payload == answer.payload


def test_a_hold_that_ran_out_is_lapsed_though_nobody_settled_it(member):
    drop = make_drop()
    claim(drop, member)
    let_lapse(drop)
    view = queries.claim_of(drop.code, member)
    assert (view.status, view.hold_until, view.price, view.pieces) == (Claim.Status.LAPSED, None, None, ())
    assert view.may_enter_again


def test_an_order_keeps_its_price_after_the_close(member):
    drop = make_drop()
    claim(drop, member)
    order = confirm_hold(drop.code, member_id=member.pk)
    drop.closes_at = clock.now()
    drop.price = 1
    drop.save(update_fields=["closes_at", "price"])
    view = queries.claim_of(drop.code, member)
    assert (view.order, view.price) == (order.number, 129_000)


def test_nobody_sees_anothers_claim(member):
    drop = make_drop()
    claim(drop, make_member())
    assert queries.claim_of(drop.code, member) is None
    assert queries.claims_of(member) == []


@pytest.mark.parametrize("number", [1, 3])
def test_ones_claims_take_three_queries(member, number, django_assert_num_queries):
    for _ in range(number):
        claim(make_drop(), member)
    with django_assert_num_queries(3):
        assert len(queries.claims_of(member)) == number


def test_the_proof_is_for_whom_the_figures_are(member):
    now = clock.now()
    opened, over, ahead = make_drop(), make_drop(opens_at=now - 9 * HOUR), make_drop(opens_at=now + HOUR)
    seen = [queries.proof_of(drop.code, member, now) is not None for drop in (opened, over, ahead)]
    assert seen == [True, True, False]
    seen = [queries.proof_of(drop.code, AnonymousUser(), now) is not None for drop in (opened, over, ahead)]
    assert seen == [False, True, False]


def test_the_proof_of_no_entry_is_the_beginning(member):
    drop = make_drop()
    proof = queries.proof_of(drop.code, member, clock.now())
    assert (proof["entries"], proof["leaves"], proof["order"], proof["head"]) == (0, [], [], drop.head)


def test_the_proof_never_carries_a_ticket(member):
    drop = make_drop()
    key = claim(drop, member).receipt
    assert key not in str(queries.proof_of(drop.code, member, clock.now()))
