"""Marks given, changed and taken back; every refusal with nothing changed; and fifty who press at once."""

from datetime import timedelta
from functools import partial

import pytest

from challenges.juries.actions import votes
from challenges.juries.actions.panel import name_juror
from challenges.juries.actions.votes import mark_entry, withdraw_mark
from challenges.juries.models import JudgingKey, RollEntry, Vote
from challenges.juries.rules import (
    EntryWithdrawn,
    MarkOutOfRange,
    NotEligible,
    NothingToWithdraw,
    OwnEntry,
    Suspended,
    VotesClosed,
    VotesInterrupted,
    VotesNotOpen,
)
from challenges.qdefis.models import Entry, EntryState, VoteMethod
from community.members.models import Member
from realtime import clock
from realtime.models import Event
from tests.at_once import at_once
from tests.challenges.juries.conftest import check_counts, standstill, unlocked
from tests.factories.juries import entries_of, make_judging, make_voters, move_to
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_voters(1)[0]


@pytest.fixture
def judging(member):
    return make_judging(vote_method=VoteMethod.STARS)


def said(judging):
    return list(Event.objects.filter(topic=judging.qdefi.topic).order_by("seq").values_list("kind", "data"))


def refusal_of(refusal, verb, *args, **fields):
    with standstill(), pytest.raises(refusal) as refused:
        verb(*args, **fields)
    assert str(refused.value.message).endswith(".")


class TestMarking:
    def test_a_paper_is_counted_once_however_much_stands_on_it(self, judging, member):
        first, second, _ = entries_of(judging)
        before = len(said(judging))
        mark_entry(first, by=member, mark=4)
        paper = mark_entry(second, by=member, mark=2)
        assert paper.choice == {str(first.pk): 4, str(second.pk): 2}
        assert said(judging)[before:] == [("votes.changed", {"voted": 1})]
        check_counts(judging)

    def test_a_change_is_nobodys_business(self, judging, member):
        entry = entries_of(judging)[0]
        paper = mark_entry(entry, by=member, mark=4)
        before = said(judging)
        changed = mark_entry(entry, by=member, mark=5)
        assert (changed.receipt, changed.choice, said(judging)) == (paper.receipt, {str(entry.pk): 5}, before)
        with standstill():
            mark_entry(entry, by=member, mark=5)

    def test_it_is_taken_back_as_if_it_had_never_been(self, judging, member):
        first, second, _ = entries_of(judging)
        mark_entry(first, by=member, mark=1)
        mark_entry(second, by=member, mark=1)
        withdraw_mark(first, by=member)
        assert Vote.objects.get().choice == {str(second.pk): 1}
        withdraw_mark(second, by=member)
        assert not Vote.objects.exists()
        assert said(judging)[-1] == ("votes.changed", {"voted": 0})
        check_counts(judging)

    def test_no_row_says_whose_paper_it_is(self, judging, member):
        paper = mark_entry(entries_of(judging)[0], by=member, mark=3)
        assert (len(paper.voter), len(paper.receipt)) == (64, 32)
        assert not any(field.is_relation and field.related_model is Member for field in Vote._meta.get_fields())

    def test_the_first_to_vote_opens_it(self, member):
        judging = make_judging(opened=False)
        mark_entry(entries_of(judging)[0], by=member, mark=1)
        check_counts(judging)
        assert RollEntry.objects.filter(judging=judging.qdefi_id, member=member).exists()


class TestRefusals:
    def test_before_the_opening(self, member):
        judging = make_judging(opened=False)
        judging.qdefi.votes_open_at = clock.now() + timedelta(hours=1)
        judging.qdefi.save()
        refusal_of(VotesNotOpen, mark_entry, entries_of(judging)[0], by=member, mark=1)

    def test_a_millisecond_after_the_close(self, judging, member, monkeypatch):
        """The database's clock decides, read under the lock: the very moment of the close is too late."""
        entry = entries_of(judging)[0]
        mark_entry(entry, by=member, mark=1)
        closes_at = judging.qdefi.votes_close_at
        monkeypatch.setattr(votes, "read_clock", lambda: closes_at)
        refusal_of(VotesClosed, mark_entry, entry, by=member, mark=5)
        refusal_of(VotesClosed, withdraw_mark, entry, by=member)
        monkeypatch.setattr(votes, "read_clock", lambda: closes_at - timedelta(milliseconds=1))
        mark_entry(entry, by=member, mark=5)

    def test_ones_own_entry(self, judging, member):
        entry = entries_of(judging)[0]
        Entry.objects.filter(pk=entry.pk).update(author=member)
        refusal_of(OwnEntry, mark_entry, entry, by=member, mark=5)

    @pytest.mark.parametrize("state", [EntryState.WITHDRAWN, EntryState.HIDDEN, EntryState.HELD])
    def test_what_stands_no_more(self, judging, member, state):
        entry = entries_of(judging)[0]
        Entry.objects.filter(pk=entry.pk).update(state=state)
        refusal_of(EntryWithdrawn, mark_entry, entry, by=member, mark=5)

    @pytest.mark.parametrize("mark", [0, 6, -1, None, True, "3", 2.0])
    def test_a_mark_that_there_is_not(self, judging, member, mark):
        refusal_of(MarkOutOfRange, mark_entry, entries_of(judging)[0], by=member, mark=mark)

    def test_approval_knows_one_mark(self, member):
        judging = make_judging()
        refusal_of(MarkOutOfRange, mark_entry, entries_of(judging)[0], by=member, mark=2)
        mark_entry(entries_of(judging)[0], by=member, mark=1)

    def test_who_came_after_the_opening_or_is_unconfirmed(self, judging):
        entry = entries_of(judging)[0]
        refusal_of(NotEligible, mark_entry, entry, by=make_member(), mark=1)
        refusal_of(NotEligible, mark_entry, entry, by=make_member(confirmed=False), mark=1)

    def test_a_juror_has_a_voice_already(self, judging, member):
        entry = entries_of(judging)[0]
        mark_entry(entry, by=member, mark=1)
        name_juror(judging.qdefi, member)
        check_counts(judging)
        assert not Vote.objects.exists()
        refusal_of(NotEligible, mark_entry, entry, by=member, mark=1)

    def test_who_is_suspended(self, judging, member):
        Member.objects.filter(pk=member.pk).update(is_active=False)
        refusal_of(Suspended, mark_entry, entries_of(judging)[0], by=member, mark=1)

    def test_what_was_not_marked(self, judging, member):
        refusal_of(NothingToWithdraw, withdraw_mark, entries_of(judging)[0], by=member)

    def test_a_lost_key(self, judging, member):
        JudgingKey.objects.all().delete()
        refusal_of(VotesInterrupted, mark_entry, entries_of(judging)[0], by=member, mark=1)

    def test_after_the_seal(self, judging, member):
        judging = move_to(judging, "jury")
        refusal_of(VotesClosed, mark_entry, entries_of(judging)[0], by=member, mark=1)


def test_young_accounts_are_not_on_the_roll():
    old, young = make_voters(1)[0], make_member(level=1)
    judging = make_judging(opened=False)
    Member.objects.filter(pk=young.pk).update(date_joined=judging.qdefi.votes_open_at - timedelta(days=6))
    judging.min_account_days = 7
    judging.save()
    entry = entries_of(judging)[0]
    mark_entry(entry, by=old, mark=1)
    refusal_of(NotEligible, mark_entry, entry, by=young, mark=1)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_fifty_votes_of_one_member_on_one_entry_are_one_mark(self):
        [member] = make_voters(1)
        judging = make_judging()
        entry = entries_of(judging)[0]
        at_once(*[partial(mark_entry, entry, by=member, mark=1)] * 50)
        assert Vote.objects.get().choice == {str(entry.pk): 1}
        check_counts(judging)

    def test_without_the_lock_marks_get_lost(self, monkeypatch):
        """The control: of several members who vote at once, the count forgets some."""
        members = make_voters(4)
        judging = make_judging()
        entry = entries_of(judging)[0]
        monkeypatch.setattr(votes, "lock_judging", unlocked(4))
        at_once(*(partial(mark_entry, entry, by=member, mark=1) for member in members))
        with pytest.raises(AssertionError):
            check_counts(judging)
