"""Who leaves gives back what is set aside; the ledger reads as before, by the page's own formulas."""

import hashlib
from datetime import timedelta

import pytest

from community.data_rights.actions import DepartureRefused, ask_departure, carry_out
from community.data_rights.models import Departure
from community.members.models import Member
from drops.actions.holds import confirm_hold
from drops.models import Claim, Order
from drops.queries import ORDER_OPEN_FOR, proof_of
from realtime import clock
from tests.drops.conftest import check_stock, claim, standstill
from tests.factories.drops import make_drop
from tests.factories.leaving import make_due
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def drop(member):
    """One piece: held by the member, waited for by another."""
    made = make_drop(total=1)
    claim(made, member)
    claim(made, make_member())
    return made


def published(drop):
    return proof_of(drop.code, make_member(), clock.now())


def verified_head(proof, tickets):
    """The head as docs/fairness.md section 1 makes it, written down here anew from the page alone."""

    def sha(*parts):
        return hashlib.sha256("|".join(parts).encode()).hexdigest()

    head = sha("qommunity-draw-v1", proof["code"], proof["commitment"], proof["beacon_source"])
    for entry, ticket in enumerate(tickets, start=1):
        leaf = sha("entry", proof["code"], str(entry), ticket)
        assert leaf == proof["leaves"][entry - 1]
        head = sha(head, leaf)
    return head


def tickets(drop):
    return list(Claim.objects.filter(drop=drop).order_by("place").values_list("key", flat=True))


def order_of(drop, member, age=timedelta(0)):
    confirm_hold(drop.code, member_id=member.pk)
    Order.objects.update(created_at=clock.now() - age)


class TestWhatIsSetAside:
    def test_it_goes_to_the_next(self, drop, member):
        carry_out(make_due(member).pk)
        assert list(Claim.objects.order_by("place").values_list("status", flat=True)) == ["withdrawn", "allocated"]
        check_stock(drop)

    def test_who_only_waits_leaves_the_queue(self, drop):
        last = make_member()
        claim(drop, last)
        carry_out(make_due(last).pk)
        assert Claim.objects.get(member=last).status == "withdrawn"
        check_stock(drop)

    def test_a_second_run_moves_nothing(self, drop, member):
        departure = make_due(member)
        carry_out(departure.pk)
        with standstill():
            carry_out(departure.pk)


class TestTheLedger:
    def test_the_same_proof_before_and_after(self, drop, member):
        before = published(drop)
        carry_out(make_due(member).pk)
        after = published(drop)
        assert after == before
        assert verified_head(after, tickets(drop)) == after["head"]

    def test_an_order_stays_and_names_nobody(self, drop, member):
        order_of(drop, member, age=ORDER_OPEN_FOR)
        before = published(drop)
        tombstone = make_due(member)
        carry_out(tombstone.pk)
        order = Order.objects.get()
        assert order.claim.member.handle == tombstone.tombstone
        assert published(drop) == before

    def test_a_changed_ticket_would_be_seen(self, drop):
        forged = ["0" * 32, *tickets(drop)[1:]]
        with pytest.raises(AssertionError):
            verified_head(published(drop), forged)


class TestAnOpenOrder:
    def test_who_has_one_is_told_whom_to_ask(self, drop, member):
        order_of(drop, member)
        with standstill(), pytest.raises(DepartureRefused, match=r"moins de trente jours.*bonjour@localhost"):
            ask_departure(member, takes_words=False)
        assert not Departure.objects.exists()

    def test_to_the_day(self, drop, member):
        order_of(drop, member, age=ORDER_OPEN_FOR - timedelta(minutes=1))
        with pytest.raises(DepartureRefused):
            ask_departure(member, takes_words=False)
        order_of(drop, member, age=ORDER_OPEN_FOR)
        assert ask_departure(member, takes_words=False).pk

    def test_one_that_came_in_the_twelve_hours_keeps_them(self, drop, member):
        departure = make_due(member)
        order_of(drop, member)
        carry_out(departure.pk)
        assert Member.objects.get(pk=member.pk).is_active
        assert Departure.objects.get().called_off_at is not None
