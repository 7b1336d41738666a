"""Any sequence of what members, the team and time can do leaves a drop whose figures add up."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import integers, sampled_from

from drops import queries
from drops.actions.arming import cancel_drop, pause_drop, resume_drop
from drops.actions.holds import NothingHeld, NothingToWithdraw, confirm_hold, settle_drop, withdraw_claim
from drops.chain import next_head, opening_head
from drops.live import DropTopic
from drops.models import Claim
from drops.rules import ClaimRefused
from realtime import clock
from tests.drops.conftest import check_stock, claim, let_lapse
from tests.factories.drops import make_drop, make_team_member
from tests.factories.members import make_member

MEMBERS = sampled_from(range(5))
Status = Claim.Status


class Sale(RuleBasedStateMachine):
    """Three pieces, five members, two pieces each at most. Each example ends with a rollback."""

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.drop = make_drop(total=3, per_member=2)
        self.members = [make_member() for _ in range(5)]
        self.team = make_team_member()
        self.seq = 0
        self.keys = {}
        self.orders, self.refused = set(), set()

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def before(self, member):
        return Claim.objects.filter(drop=self.drop, member=self.members[member]).first()

    @rule(member=MEMBERS, quantity=integers(0, 3))
    def claims(self, member, quantity):
        before = self.before(member)
        try:
            self.keys[member] = claim(self.drop, self.members[member], quantity).receipt
        except ClaimRefused as refused:
            self.refused.add(refused.code)
        else:
            assert before is None or before.place < self.before(member).place

    @precondition(lambda self: self.keys)
    @rule(member=MEMBERS)
    def repeats(self, member):
        if member in self.keys:
            before = self.before(member)
            answer = claim(self.drop, self.members[member], before.quantity, key=before.key)
            assert (answer.place, answer.receipt) == (before.place, before.key)

    @rule(member=MEMBERS)
    def confirms(self, member):
        before = self.before(member)
        try:
            order = confirm_hold(self.drop.code, member_id=self.members[member].pk)
        except NothingHeld:
            assert before is None or before.status not in {Status.ALLOCATED, Status.ORDERED}
        else:
            assert order.pieces == before.granted
            self.orders.add(order.number)

    @rule(member=MEMBERS)
    def withdraws(self, member):
        before = self.before(member)
        try:
            withdraw_claim(self.drop.code, member_id=self.members[member].pk)
        except NothingToWithdraw:
            assert before is None or before.status not in {Status.WAITING, Status.ALLOCATED}

    @rule()
    def time_passes(self):
        let_lapse(self.drop)
        settle_drop(self.drop.code)

    # Not before the first claim: a sale that begins with a pause is mostly refusals.
    @precondition(lambda self: self.keys and not self.drop.is_paused and self.drop.cancelled_at is None)
    @rule()
    def pauses(self):
        pause_drop(self.drop)

    @precondition(lambda self: self.drop.is_paused and self.drop.cancelled_at is None)
    @rule()
    def resumes(self):
        resume_drop(self.drop)

    @precondition(lambda self: self.drop.cancelled_at is None and len(self.keys) > 3)
    @rule()
    def cancels(self):
        cancel_drop(self.drop, reason="")

    @invariant()
    def figures_add_up(self):
        check_stock(self.drop)
        stock = DropTopic().read(self.drop.code).data["team"]
        assert stock["available"] + stock["held"] + stock["sold"] == stock["total"] == 3
        assert min(stock["available"], stock["held"], stock["sold"]) >= 0

    @invariant()
    def nobody_waits_beside_a_free_piece(self):
        if self.drop.is_paused or self.drop.cancelled_at:
            return
        stock = DropTopic().read(self.drop.code).data["team"]
        waiting = self.drop.claims.filter(status=Status.WAITING).exists()
        assert not (waiting and stock["available"])

    @invariant()
    def refusals_name_a_rule_that_was_in_the_way(self):
        assert self.refused <= {"quantity", "already_claimed", "paused", "closed"}

    @invariant()
    def the_chain_is_whole(self):
        proof = queries.proof_of(self.drop.code, self.team, clock.now())
        head = opening_head(self.drop.code)
        for leaf in proof["leaves"]:
            head = next_head(head, leaf)
        assert head == proof["head"] == self.drop.head

    @invariant()
    def numbers_only_rise_and_orders_stay(self):
        seq = DropTopic().read(self.drop.code).seq
        assert seq >= self.seq
        self.seq = seq
        assert (
            set(self.drop.claims.filter(status=Status.ORDERED).values_list("order__number", flat=True)) == self.orders
        )


def play(examples, steps):
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        derandomize=examples < 100,
    )
    run_state_machine_as_test(Sale, settings=chosen)


@pytest.mark.django_db
def test_a_sale_adds_up_whatever_happens():
    play(examples=20, steps=12)


@pytest.mark.heavy
@pytest.mark.timeout(1800)
@pytest.mark.django_db
def test_five_hundred_sales_add_up_whatever_happens():
    play(examples=500, steps=40)
