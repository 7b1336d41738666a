"""Saying yes, with whom, not any more; the waiting line; and fifty who press at once."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client

from community.gatherings.actions import answers
from community.gatherings.actions.answers import answer_gathering, call_line, change_party, withdraw_answer
from community.gatherings.models import Gathering, GatheringState, Rsvp, RsvpState
from community.gatherings.rules import AnswerRefused
from community.members.actions.departing import close_account
from community.members.models import Member
from community.notices.models import Notice
from realtime import clock
from realtime.models import Topic
from tests.community.gatherings.conftest import at_once, check_counts, line_of, standstill, states
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
GOING, WAITING, DECLINED = RsvpState.GOING, RsvpState.WAITING, RsvpState.DECLINED


@pytest.fixture
def gathering():
    return make_gathering()


def refusal_of(verb, *args, **fields):
    with standstill(), pytest.raises(AnswerRefused) as refused:
        verb(*args, **fields)
    assert refused.value.message.endswith(".")
    return refused.value.code


def told(member):
    return list(Notice.objects.filter(member=member).values_list("kind", flat=True))


class TestAnswering:
    def test_a_yes_takes_a_seat_for_each(self, gathering):
        rsvp = answer_gathering(gathering, by=make_member(), guests=2, shows_name=True)
        check_counts(gathering)
        assert (gathering.seats, rsvp.state, rsvp.shows_name) == (3, GOING, True)
        assert Topic.objects.get(name=gathering.topic).kind == "seats"

    def test_the_last_seat_and_the_one_after(self, gathering):
        make_rsvp(gathering, guests=8)
        last, late = (answer_gathering(gathering, by=make_member()) for _ in range(2))
        assert [last.state, late.state, late.place] == [GOING, WAITING, 1]
        check_counts(gathering)

    def test_who_comes_after_those_who_wait_waits_too(self, gathering):
        make_rsvp(gathering, guests=8)
        large = answer_gathering(gathering, by=make_member(), guests=2)
        small = answer_gathering(gathering, by=make_member())
        assert [large.state, small.state] == [WAITING, WAITING]
        assert line_of(gathering) == [large.member_id, small.member_id]

    def test_who_is_suspended_in_the_line_keeps_nobody_out(self, gathering):
        waiting = make_rsvp(gathering, state=WAITING)
        Member.objects.filter(pk=waiting.member_id).update(is_active=False)
        rsvp = answer_gathering(gathering, by=make_member())
        rsvp = change_party(gathering, by=rsvp.member, guests=1, shows_name=False)
        assert (rsvp.state, states(waiting)) == (GOING, [WAITING])
        check_counts(gathering)

    def test_a_form_that_is_sent_twice_counts_once(self, gathering):
        member = make_member()
        first = answer_gathering(gathering, by=member, key="a" * 32)
        with standstill():
            assert answer_gathering(gathering, by=member, key="a" * 32) == first
        withdraw_answer(gathering, by=member)
        with standstill():  # nor does it call somebody back who has left since
            assert answer_gathering(gathering, by=member, key="a" * 32).state == DECLINED
        assert answer_gathering(gathering, by=member, key="b" * 32).state == GOING

    @pytest.mark.parametrize(("guests", "code"), [(-1, "guests"), (3, "guests"), (1000, "guests"), (10**9, "guests")])
    def test_there_are_so_many_guests_at_most(self, gathering, guests, code):
        assert refusal_of(answer_gathering, gathering, by=make_member(), guests=guests) == code
        assert answer_gathering(gathering, by=make_member(), guests=2).state == GOING

    def test_some_come_without_guests(self):
        assert refusal_of(answer_gathering, make_gathering(guests_per_member=0), by=make_member(), guests=1) == (
            "no_guests"
        )

    def test_a_party_that_never_fits_does_not_wait(self):
        small = make_gathering(capacity=2)
        assert refusal_of(answer_gathering, small, by=make_member(), guests=2) == "party"
        assert answer_gathering(small, by=make_member(), guests=1).state == GOING

    def test_until_answers_are_closed(self):
        late = make_gathering(days=2)
        Gathering.objects.filter(pk=late.pk).update(rsvp_until=clock.now() - timedelta(seconds=1))
        assert refusal_of(answer_gathering, late, by=make_member()) == "closed"
        Gathering.objects.filter(pk=late.pk).update(rsvp_until=clock.now() + timedelta(seconds=30))
        assert answer_gathering(late, by=make_member()).state == GOING

    @pytest.mark.parametrize(
        ("state", "code"), [(GatheringState.CANCELLED, "cancelled"), (GatheringState.DRAFT, "gone")]
    )
    def test_what_does_not_take_place(self, state, code):
        assert refusal_of(answer_gathering, make_gathering(state=state), by=make_member()) == code

    def test_one_answer_each(self, gathering):
        member = make_member()
        answer_gathering(gathering, by=member)
        assert refusal_of(answer_gathering, gathering, by=member) == "answered"

    def test_the_unconfirmed(self, gathering):
        assert refusal_of(answer_gathering, gathering, by=make_member(confirmed=False)) == "email_unconfirmed"

    def test_the_suspended_even_with_a_page_that_is_open(self, gathering):
        member = make_member()
        Member.objects.filter(pk=member.pk).update(is_active=False)
        assert refusal_of(answer_gathering, gathering, by=member) == "suspended"

    def test_what_is_gone(self, gathering):
        Gathering.objects.filter(pk=gathering.pk).delete()
        assert refusal_of(answer_gathering, gathering, by=make_member()) == "gone"


class TestChanging:
    def test_more_while_there_is_room(self, gathering):
        rsvp = make_rsvp(gathering)
        assert change_party(gathering, by=rsvp.member, guests=2, shows_name=True).shows_name
        check_counts(gathering)
        assert gathering.seats == 3

    def test_not_one_more_than_there_is(self, gathering):
        rsvp = make_rsvp(gathering)
        make_rsvp(gathering, guests=7)
        assert refusal_of(change_party, gathering, by=rsvp.member, guests=2, shows_name=False) == "no_room"
        assert change_party(gathering, by=rsvp.member, guests=1, shows_name=False).guests == 1

    def test_not_before_those_who_wait(self, gathering):
        rsvp = make_rsvp(gathering)
        make_rsvp(gathering, guests=7)
        make_rsvp(gathering, guests=2, state=WAITING)
        assert refusal_of(change_party, gathering, by=rsvp.member, guests=1, shows_name=False) == "no_room"

    def test_fewer_lets_somebody_in(self, gathering):
        rsvp = make_rsvp(gathering, guests=2)
        make_rsvp(gathering, guests=6)
        waiting = make_rsvp(gathering, state=WAITING)
        change_party(gathering, by=rsvp.member, guests=1, shows_name=False)
        assert states(waiting) == [GOING]
        check_counts(gathering)

    def test_fewer_keep_their_place_in_the_line(self, gathering):
        make_rsvp(gathering, guests=8)
        large, next_one = make_rsvp(gathering, guests=2, state=WAITING), make_rsvp(gathering, state=WAITING)
        assert change_party(gathering, by=large.member, guests=0, shows_name=False).state == GOING
        assert states(large, next_one) == [GOING, WAITING]
        check_counts(gathering)

    def test_more_go_to_the_end_of_the_line(self, gathering):
        make_rsvp(gathering, guests=9)
        first, second = make_rsvp(gathering, state=WAITING), make_rsvp(gathering, state=WAITING)
        change_party(gathering, by=first.member, guests=1, shows_name=False)
        assert line_of(gathering) == [second.member_id, first.member_id]
        check_counts(gathering)

    def test_who_has_not_said_yes(self, gathering):
        rsvp = make_rsvp(gathering, state=DECLINED)
        for member in (rsvp.member, make_member()):
            assert refusal_of(change_party, gathering, by=member, guests=0, shows_name=False) == "not_in"

    @pytest.mark.parametrize("guests", [-1, 3, 1000])
    def test_the_same_limits(self, gathering, guests):
        member = make_rsvp(gathering).member
        assert refusal_of(change_party, gathering, by=member, guests=guests, shows_name=False) == "guests"


class TestWithdrawing:
    def test_the_line_moves_up_in_order_and_is_told(self, gathering):
        leaving = make_rsvp(gathering, guests=2)
        make_rsvp(gathering, guests=6)
        first, second, third, fourth = (make_rsvp(gathering, state=WAITING) for _ in range(4))
        withdraw_answer(gathering, by=leaving.member)
        assert states(leaving, first, second, third, fourth) == [DECLINED, GOING, GOING, GOING, WAITING]
        check_counts(gathering)
        assert [told(each.member) for each in (first, third, fourth)] == [["gathering.promoted"]] * 2 + [[]]

    def test_nobody_is_overtaken(self, gathering):
        leaving = make_rsvp(gathering, guests=1)
        make_rsvp(gathering, guests=7)
        large, small = make_rsvp(gathering, guests=2, state=WAITING), make_rsvp(gathering, state=WAITING)
        withdraw_answer(gathering, by=leaving.member)
        assert states(large, small) == [WAITING, WAITING]
        assert gathering.rsvps.going().count() == 1

    def test_after_the_close_whoever_fits_passes(self):
        gathering = make_gathering(days=2)
        leaving = make_rsvp(gathering, guests=1)
        make_rsvp(gathering, guests=7)
        large, small = make_rsvp(gathering, guests=2, state=WAITING), make_rsvp(gathering, state=WAITING)
        Gathering.objects.filter(pk=gathering.pk).update(rsvp_until=clock.now() - timedelta(minutes=1))
        withdraw_answer(gathering, by=leaving.member)
        assert states(large, small) == [WAITING, GOING]

    def test_the_last_call_gives_what_is_left(self):
        gathering = make_gathering(days=2)
        make_rsvp(gathering, guests=8)
        large, small = make_rsvp(gathering, guests=2, state=WAITING), make_rsvp(gathering, state=WAITING)
        with standstill():
            call_line(gathering)
        Gathering.objects.filter(pk=gathering.pk).update(rsvp_until=clock.now() - timedelta(minutes=1))
        call_line(gathering)
        assert states(large, small) == [WAITING, GOING]
        check_counts(gathering)
        with standstill():
            call_line(gathering)

    def test_the_suspended_keep_their_place_and_are_not_served(self, gathering):
        leaving = make_rsvp(gathering, guests=9)
        suspended = make_rsvp(gathering, make_member(is_active=False), state=WAITING)
        other = make_rsvp(gathering, state=WAITING)
        withdraw_answer(gathering, by=leaving.member)
        assert states(suspended, other) == [WAITING, GOING]

    def test_one_may_leave_the_line(self, gathering):
        make_rsvp(gathering, guests=9)
        waiting = make_rsvp(gathering, state=WAITING)
        withdraw_answer(gathering, by=waiting.member)
        check_counts(gathering)
        assert gathering.waiting == 0

    def test_until_it_begins(self, gathering):
        rsvp = make_rsvp(gathering)
        now = clock.now()
        Gathering.objects.filter(pk=gathering.pk).update(rsvp_until=now, starts_at=now)
        assert refusal_of(withdraw_answer, gathering, by=rsvp.member) == "begun"
        Gathering.objects.filter(pk=gathering.pk).update(starts_at=now + timedelta(minutes=1))
        assert withdraw_answer(gathering, by=rsvp.member).state == DECLINED

    def test_what_is_cancelled_stays_as_it_was(self):
        gathering = make_gathering(state=GatheringState.CANCELLED)
        assert refusal_of(withdraw_answer, gathering, by=make_rsvp(gathering).member) == "cancelled"

    def test_twice(self, gathering):
        rsvp = make_rsvp(gathering)
        withdraw_answer(gathering, by=rsvp.member)
        assert refusal_of(withdraw_answer, gathering, by=rsvp.member) == "not_in"


class TestTheDatabase:
    """What no care is needed for."""

    def test_refuses_one_seat_too_many(self, gathering):
        with pytest.raises(IntegrityError, match="gathering_never_overbooked"), transaction.atomic():
            Gathering.objects.filter(pk=gathering.pk).update(seats=11)
        Gathering.objects.filter(pk=gathering.pk).update(seats=10)

    def test_refuses_a_second_answer(self, gathering):
        rsvp = make_rsvp(gathering)
        with pytest.raises(IntegrityError, match="rsvp_once"), transaction.atomic():
            make_rsvp(gathering, rsvp.member)

    def test_refuses_ten_guests(self):
        with pytest.raises(IntegrityError, match="rsvp_few_guests"), transaction.atomic():
            make_rsvp(make_gathering(capacity=20), guests=10)


def signed_in(member):
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_fifty_requests_and_exactly_as_many_as_fit_come(self):
        """Through the plain form, each by a browser of its own."""
        gathering, members = make_gathering(capacity=20), [make_member() for _ in range(50)]
        clients = {member: signed_in(member) for member in members}
        address = f"/evenements/{gathering.slug}/reponse/"
        assert at_once(members, lambda member: clients[member].post(address, {"guests": "0"})) == []
        check_counts(gathering)
        assert gathering.rsvps.going().count() == 20
        assert sorted(gathering.rsvps.in_line().values_list("place", flat=True)) == list(range(1, 31))

    def test_seats_that_come_free_are_each_given_once(self):
        gathering = make_gathering(capacity=25)
        leaving = [make_rsvp(gathering).member for _ in range(25)]
        waiting = [make_rsvp(gathering, state=WAITING) for _ in range(30)]
        assert at_once(leaving, lambda member: withdraw_answer(gathering, by=member)) == []
        check_counts(gathering)
        assert states(*waiting) == [GOING] * 25 + [WAITING] * 5
        assert Notice.objects.filter(kind="gathering.promoted").count() == 25

    def test_without_the_lock_they_would_not(self, monkeypatch):
        """The control: all read the same free seats, so that answers and counters part. A race that cannot be lost
        proves nothing."""
        gathering, members = make_gathering(capacity=2), [make_member() for _ in range(6)]
        read_it, check = threading.Barrier(len(members)), answers.check_open

        def check_together(*args):
            read_it.wait(20)
            check(*args)

        monkeypatch.setattr(answers, "lock_gathering", lambda pk: Gathering.objects.get(pk=pk))
        monkeypatch.setattr(answers, "check_open", check_together)
        at_once(members, lambda member: answer_gathering(gathering, by=member))
        assert Rsvp.objects.going().count() > gathering.capacity


@pytest.mark.django_db(transaction=True)
class TestLeaving:
    """Somebody says yes while their account is being closed for good."""

    def answer_while_it_closes(self, gathering, member):
        refused = []

        def say_yes():
            try:
                answer_gathering(gathering, by=member)
            except AnswerRefused as refusal:
                refused.append(refusal.code)
            finally:
                connections.close_all()

        with transaction.atomic():
            close_account(member.pk)
            asking = threading.Thread(target=say_yes)
            asking.start()
            asking.join(0.3)
        asking.join()
        return refused

    def test_the_answer_waits_and_is_refused(self):
        gathering = make_gathering()
        assert self.answer_while_it_closes(gathering, make_member()) == ["suspended"]
        check_counts(gathering)
        assert not gathering.rsvps.exists()

    def test_without_the_lock_it_would_stay(self, monkeypatch):
        """The control: it reads the account as it was, and nobody takes the seat back."""
        gathering = make_gathering()
        monkeypatch.setattr(answers, "lock_member", lambda member: Member.objects.filter(pk=member.pk).first())
        assert self.answer_while_it_closes(gathering, make_member()) == []
        assert gathering.rsvps.exists()
