"""Standing behind an idea, and not any more; a budget; and fifty presses at once."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError

from community.members.models import Member
from ideas.box.actions import supporting
from ideas.box.actions.supporting import support_idea, withdraw_support
from ideas.box.models import Idea, IdeaState, Support
from ideas.box.rules import IdeaRefused, heat_of
from realtime import clock
from realtime.models import Topic
from tests.at_once import at_once
from tests.factories.ideas import make_idea, make_support
from tests.factories.members import make_member
from tests.ideas.box.conftest import check_counts, standstill

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(level=1)


def refusal_of(verb, *args, **fields):
    with standstill(), pytest.raises(IdeaRefused) as refused:
        verb(*args, **fields)
    return refused.value.code


def test_one_click(member):
    idea = make_idea()
    before = idea.heat
    after = support_idea(idea, by=member)
    assert (after.supports, after.supported.get().member) == (1, member)
    assert after.heat > before
    assert Topic.objects.get(name=idea.topic).kind == "support"


def test_twice_is_once(member):
    idea = support_idea(make_idea(), by=member)
    with standstill():
        support_idea(idea, by=member)


def test_withdrawn_as_easily(member):
    idea = make_idea(supports=2)
    heat = idea.heat
    support_idea(idea, by=member)
    after = withdraw_support(idea, by=member)
    assert (after.supports, Support.objects.filter(member=member).exists()) == (2, False)
    assert after.heat == pytest.approx(heat, abs=1e-9)
    check_counts()


def test_what_was_not_supported_cannot_be_withdrawn(member):
    idea = make_idea(supports=1)
    with standstill():
        withdraw_support(idea, by=member)


def test_a_withdrawal_counts_the_rows_that_are_left(member):
    idea = make_idea(proposed_at=clock.now() - timedelta(days=90))
    old = make_support(idea, at=clock.now() - timedelta(days=80))
    support_idea(idea, by=member)
    after = withdraw_support(idea, by=member)
    assert after.heat == pytest.approx(heat_of([idea.proposed_at, old.at]), abs=1e-9)


@pytest.mark.parametrize("state", [IdeaState.ON_SALE, IdeaState.DECLINED])
def test_what_has_ended(member, state):
    idea = make_idea(state=state)
    assert refusal_of(support_idea, idea, by=member) == "ended"
    make_support(idea, member)
    assert refusal_of(withdraw_support, idea, by=member) == "ended"


@pytest.mark.parametrize("visibility", ["held", "hidden"])
def test_what_is_not_seen(member, visibility):
    assert refusal_of(support_idea, make_idea(visibility=visibility), by=member) == "gone"


def test_what_is_gone(member):
    idea = make_idea()
    Idea.objects.filter(pk=idea.pk).delete()
    assert refusal_of(support_idea, idea, by=member) == "gone"


def test_the_unconfirmed_and_the_suspended(member):
    idea = make_idea()
    assert refusal_of(support_idea, idea, by=make_member(confirmed=False)) == "email_unconfirmed"
    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert refusal_of(support_idea, idea, by=member) == "suspended"


class TestBudget:
    @pytest.fixture(autouse=True)
    def _house(self, settings):
        settings.IDEA_SUPPORTS = [1, 2, 3, 4]

    def test_so_many_and_no_more(self, member):
        for _ in range(2):
            support_idea(make_idea(), by=member)
        assert refusal_of(support_idea, make_idea(), by=member) == "budget"

    def test_an_idea_that_ends_gives_it_back(self, member):
        ideas = [support_idea(make_idea(), by=member) for _ in range(2)]
        Idea.objects.filter(pk=ideas[0].pk).update(state=IdeaState.ON_SALE)
        assert support_idea(make_idea(), by=member).supports == 1

    def test_what_is_withdrawn_comes_back(self, member):
        ideas = [support_idea(make_idea(), by=member) for _ in range(2)]
        withdraw_support(ideas[0], by=member)
        assert support_idea(make_idea(), by=member).supports == 1

    def test_the_house_has_no_limit(self):
        staff = make_member(is_staff=True)
        for _ in range(3):
            assert support_idea(make_idea(), by=staff).supports == 1


def press(idea, member):
    try:
        support_idea(idea, by=member)
    except (IdeaRefused, DatabaseError) as refused:
        return type(refused).__name__
    return ""


def supports_of(idea):
    idea.refresh_from_db()
    return idea.supports


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_fifty_presses_of_one_member_are_one_and_ten_members_are_ten(self, member):
        idea, busy, members = make_idea(), make_idea(), [make_member() for _ in range(10)]
        refused = at_once(*[partial(press, idea, member)] * 50)
        at_once(*(partial(press, busy, each) for each in members))
        assert (set(refused), supports_of(idea), supports_of(busy)) == ({""}, 1, 10)
        check_counts()

    @pytest.mark.heavy  # TestBudget shows it by itself
    def test_a_budget_is_not_outrun(self, member, settings):
        settings.IDEA_SUPPORTS = [1, 2, 3, 4]
        at_once(*(partial(press, make_idea(), member) for _ in range(8)))
        assert Support.objects.filter(member=member).count() == 2
        check_counts()

    @pytest.mark.heavy
    def test_without_the_member_lock_a_budget_is_outrun(self, member, settings, monkeypatch):
        """The control: the same, with rows that nobody locks, read at the same moment."""
        settings.IDEA_SUPPORTS = [1, 2, 3, 4]
        together = _barrier_after_reading(8)
        monkeypatch.setattr(supporting, "lock_supporter", lambda by: Member.objects.get(pk=by.pk))
        monkeypatch.setattr(supporting, "_check_budget", together(supporting._check_budget))
        at_once(*(partial(press, make_idea(), member) for _ in range(8)))
        assert Support.objects.filter(member=member).count() == 8

    def test_without_the_idea_lock_supports_are_lost(self, monkeypatch):
        """The control of the counter."""
        idea, members = make_idea(), [make_member() for _ in range(8)]
        together = _barrier_after_reading(8)
        monkeypatch.setattr(supporting, "lock_idea", together(lambda pk: Idea.objects.get(pk=pk)))
        at_once(*(partial(press, idea, each) for each in members))
        assert supports_of(idea) < Support.objects.filter(idea=idea).count() == 8


def _barrier_after_reading(parties):
    """Wrap a reading so that nobody goes on before all have read: what a lock prevents happens for certain."""
    barrier = threading.Barrier(parties)

    def wrap(read):
        def waiting(*args):
            found = read(*args)
            barrier.wait(60)
            return found

        return waiting

    return wrap
