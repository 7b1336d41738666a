"""Holds: ordered, given back or lapsed; the next in the queue is served each time."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from drops.actions.holds import NothingHeld, NothingToWithdraw, confirm_hold, settle_drop, withdraw_claim
from drops.models import Claim, Drop, Hold, Order, Phase
from realtime import clock
from realtime.models import Event, Topic
from tests.drops.conftest import check_stock, claim, let_lapse, standstill
from tests.factories.drops import make_drop
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    return make_member()


@pytest.fixture
def next_one():
    return make_member()


@pytest.fixture
def drop(holder, next_one):
    """One piece: held by one member, waited for by another."""
    made = make_drop(total=1)
    claim(made, holder)
    claim(made, next_one)
    return made


def status_of(member):
    return Claim.objects.get(member=member).status


def kinds(topic):
    return list(Event.objects.filter(topic=topic).order_by("seq").values_list("data__status", flat=True))


class TestSettling:
    def test_what_ran_out_lapses_and_the_next_is_served(self, drop, holder, next_one):
        let_lapse(drop)
        settle_drop(drop.code)
        assert (status_of(holder), status_of(next_one)) == ("lapsed", "allocated")
        check_stock(drop)

    def test_each_of_them_is_told(self, drop, holder, next_one):
        let_lapse(drop)
        settle_drop(drop.code)
        assert kinds(f"me:{holder.pk}") == ["allocated", "lapsed"]
        assert kinds(f"me:{next_one.pk}") == ["waiting", "allocated"]

    def test_nothing_happens_while_nothing_is_due(self, drop):
        with standstill():
            settle_drop(drop.code)

    def test_a_drop_that_is_not_there_is_settled(self):
        with standstill():
            settle_drop("QQQQQ")

    def test_once_it_is_closed_nobody_new_is_served(self, drop, next_one):
        let_lapse(drop)
        Drop.objects.update(closes_at=clock.now())
        settle_drop(drop.code)
        assert status_of(next_one) == "waiting"
        assert not Hold.objects.filter(state="live").exists()


class TestConfirming:
    def test_it_makes_an_order_at_the_price_of_the_day(self, drop, holder):
        order = confirm_hold(drop.code, member_id=holder.pk)
        Drop.objects.update(price=1)
        order.refresh_from_db()
        assert (order.price, order.pieces) == (drop.price, 1)
        assert order.number == f"{drop.code}-1"
        assert list(order.holds.values_list("state", flat=True)) == ["ordered"]
        check_stock(drop)

    def test_again_it_is_the_same_order(self, drop, holder):
        order = confirm_hold(drop.code, member_id=holder.pk)
        with standstill():
            assert confirm_hold(drop.code, member_id=holder.pk) == order

    def test_the_last_one_sells_it_out_and_says_so(self, drop, holder):
        confirm_hold(drop.code, member_id=holder.pk)
        drop.refresh_from_db()
        assert drop.phase(clock.now()) == Phase.SOLD_OUT
        assert Topic.objects.get(name=f"drop:{drop.code}").kind == "phase"
        assert Topic.objects.get(name="drops").kind == "phase"
        assert kinds(f"me:{holder.pk}") == ["allocated", "ordered"]

    def test_too_late_the_piece_goes_to_the_next(self, drop, holder, next_one):
        let_lapse(drop)
        with pytest.raises(NothingHeld):
            confirm_hold(drop.code, member_id=holder.pk)
        assert (status_of(holder), status_of(next_one)) == ("lapsed", "allocated")
        assert not Order.objects.exists()
        check_stock(drop)

    @pytest.mark.parametrize("who", ["next_one", "stranger"])
    def test_who_holds_nothing_orders_nothing(self, drop, next_one, who):
        member = next_one if who == "next_one" else make_member()
        with standstill(), pytest.raises(NothingHeld):
            confirm_hold(drop.code, member_id=member.pk)

    def test_a_hold_is_good_to_its_end_though_the_drop_closes(self, drop, holder):
        Drop.objects.update(closes_at=clock.now())
        assert confirm_hold(drop.code, member_id=holder.pk).pieces == 1

    def test_several_pieces_are_one_order(self, holder):
        drop = make_drop(total=3, per_member=2)
        claim(drop, holder, quantity=2)
        assert confirm_hold(drop.code, member_id=holder.pk).pieces == 2
        check_stock(drop)


class TestWithdrawing:
    def test_the_piece_goes_to_the_next(self, drop, holder, next_one):
        withdraw_claim(drop.code, member_id=holder.pk)
        assert (status_of(holder), status_of(next_one)) == ("withdrawn", "allocated")
        assert kinds(f"me:{holder.pk}") == ["allocated", "withdrawn"]
        check_stock(drop)

    def test_who_waits_may_leave_the_queue(self, drop, next_one):
        withdraw_claim(drop.code, member_id=next_one.pk)
        assert status_of(next_one) == "withdrawn"
        check_stock(drop)

    def test_and_may_come_back_once(self, drop, next_one):
        withdraw_claim(drop.code, member_id=next_one.pk)
        assert claim(drop, next_one).place == 3
        check_stock(drop)

    def test_what_is_ordered_stays(self, drop, holder):
        confirm_hold(drop.code, member_id=holder.pk)
        with standstill(), pytest.raises(NothingToWithdraw):
            withdraw_claim(drop.code, member_id=holder.pk)

    def test_what_is_withdrawn_stays(self, drop, next_one):
        withdraw_claim(drop.code, member_id=next_one.pk)
        with standstill(), pytest.raises(NothingToWithdraw):
            withdraw_claim(drop.code, member_id=next_one.pk)

    def test_who_never_claimed_has_nothing(self, drop):
        stranger = make_member()
        with standstill(), pytest.raises(NothingToWithdraw):
            withdraw_claim(drop.code, member_id=stranger.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(5))
def test_confirmation_and_the_end_of_the_hold_cannot_both_win(drop, holder, next_one, turn):
    """The hold ends while one thread settles and the other confirms; the drop's row decides."""
    with_deadline = Hold.objects.filter(state="live")
    with_deadline.update(until=clock.now() + timedelta(milliseconds=2 * turn))
    start, orders = threading.Barrier(2), []

    def confirm():
        start.wait(10)
        try:
            orders.append(confirm_hold(drop.code, member_id=holder.pk))
        except NothingHeld:
            orders.append(None)
        finally:
            connections.close_all()

    def settle():
        start.wait(10)
        settle_drop(drop.code)
        connections.close_all()

    threads = [threading.Thread(target=confirm), threading.Thread(target=settle)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    settle_drop(drop.code)
    won = orders[0] is not None
    assert status_of(holder) == ("ordered" if won else "lapsed")
    assert status_of(next_one) == ("waiting" if won else "allocated")
    assert Order.objects.count() == won
    check_stock(drop)
