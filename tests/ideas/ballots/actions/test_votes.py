"""Casting, changing and taking back; every refusal; and fifty who press at once."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError

from community.members.models import Member
from community.notices.models import Notice
from ideas.ballots.actions import votes
from ideas.ballots.actions.votes import cast_vote, withdraw_vote
from ideas.ballots.models import BallotKey, Method, RollEntry, Vote
from ideas.ballots.rules import (
    BallotClosed,
    BallotInterrupted,
    BallotNotOpen,
    ChosenTwice,
    NotEligible,
    NothingChosen,
    NothingToWithdraw,
    RanksInvalid,
    ScoreOutOfRange,
    Suspended,
    UnknownOption,
    UnknownPaper,
)
from realtime import clock
from realtime.models import Topic
from tests.at_once import at_once
from tests.factories.ballots import close_ballot, make_ballot, make_voters, options_of, seal
from tests.factories.members import make_member
from tests.ideas.ballots.conftest import check_counts, standstill, unlocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_voters(1)[0]


@pytest.fixture
def ballot(member):
    return make_ballot()


def seq_of(ballot):
    return Topic.objects.get(name=ballot.topic).seq


def told(member):
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


class TestCasting:
    def test_it_counts_at_the_first_act(self, ballot, member):
        before = seq_of(ballot)
        [vote] = cast_vote(ballot, by=member, choice=options_of(ballot)[1])
        check_counts(ballot)
        assert (ballot.voted, vote.choice, len(vote.receipt)) == (1, options_of(ballot)[1], 32)
        assert (seq_of(ballot), told(member)) == (before + 1, ["ballot.counted"])

    def test_a_change_is_nobodys_business(self, ballot, member):
        first, second, _ = options_of(ballot)
        [vote] = cast_vote(ballot, by=member, choice=first)
        before = seq_of(ballot)
        [changed] = cast_vote(ballot, by=member, choice=second)
        assert (changed.choice, changed.receipt, changed.voter) == (second, vote.receipt, vote.voter)
        check_counts(ballot)
        assert (ballot.voted, seq_of(ballot)) == (1, before)

    def test_the_same_again_changes_nothing(self, ballot, member):
        [vote] = cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        with standstill():
            assert cast_vote(ballot, by=member, choice=options_of(ballot)[0]) == [vote]

    def test_it_is_taken_back_as_if_it_had_never_been(self, ballot, member):
        [vote] = cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        withdraw_vote(ballot, by=member)
        check_counts(ballot)
        assert (ballot.voted, told(member)) == (0, ["ballot.counted", "ballot.withdrawn"])
        [again] = cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        assert again.receipt != vote.receipt

    def test_no_notice_carries_a_receipt_or_a_choice(self, ballot, member):
        [vote] = cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        data = Notice.objects.get(member=member).data
        assert data.keys() == {"ballot", "question", "closes_at"}
        assert vote.receipt not in str(data)

    def test_the_first_to_vote_opens_it(self, member):
        ballot = make_ballot(opened=False)
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        check_counts(ballot)
        assert ballot.opened_at
        assert sorted(ballot.tie_order) == options_of(ballot)
        assert RollEntry.objects.filter(ballot=ballot, member=member).exists()


def refusal_of(refusal, verb, *args, **fields):
    with standstill(), pytest.raises(refusal) as refused:
        verb(*args, **fields)
    assert str(refused.value.message).endswith(".")


# What no paper may say, and the rule that it breaks.
NONSENSE = [
    (Method.SINGLE, None, NothingChosen),
    (Method.SINGLE, -1, UnknownOption),
    (Method.SINGLE, "other", UnknownOption),
    (Method.SINGLE, [1], UnknownOption),
    (Method.SINGLE, True, UnknownOption),
    (Method.APPROVAL, [], NothingChosen),
    (Method.APPROVAL, ["first", "other"], UnknownOption),
    (Method.APPROVAL, ["first", "first"], ChosenTwice),
    (Method.APPROVAL, "first", UnknownOption),
    (Method.SCORE, [None, None, None], NothingChosen),
    (Method.SCORE, [1, 2, 6], ScoreOutOfRange),
    (Method.SCORE, [1, 2, -1], ScoreOutOfRange),
    (Method.SCORE, [1, 2, True], ScoreOutOfRange),
    (Method.SCORE, [1, 2, "3"], ScoreOutOfRange),
    (Method.SCORE, [1, 2], UnknownOption),
    (Method.RANKED, [], NothingChosen),
    (Method.RANKED, ["first", "first"], RanksInvalid),
    (Method.RANKED, ["other"], UnknownOption),
]


class TestRefusals:
    def test_before_the_opening(self, member):
        ballot = make_ballot(opens_at=clock.now() + timedelta(hours=1))
        refusal_of(BallotNotOpen, cast_vote, ballot, by=member, choice=options_of(ballot)[0])
        refusal_of(BallotNotOpen, withdraw_vote, ballot, by=member)

    def test_a_draft(self, member):
        ballot = make_ballot(published_at=None)
        refusal_of(BallotNotOpen, cast_vote, ballot, by=member, choice=options_of(ballot)[0])

    def test_a_millisecond_after_the_close(self, ballot, member, monkeypatch):
        """The database's clock decides, read under the lock: the very moment of the close is too late."""
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        millisecond = timedelta(milliseconds=1)
        for late in (ballot.closes_at, ballot.closes_at + millisecond):
            monkeypatch.setattr(votes, "read_clock", lambda late=late: late)
            refusal_of(BallotClosed, cast_vote, ballot, by=member, choice=options_of(ballot)[1])
            refusal_of(BallotClosed, withdraw_vote, ballot, by=member)
        monkeypatch.setattr(votes, "read_clock", lambda: ballot.closes_at - millisecond)
        assert cast_vote(ballot, by=member, choice=options_of(ballot)[1])

    def test_it_is_the_databases_clock(self, ballot, member, monkeypatch):
        close_ballot(ballot)
        monkeypatch.setattr(clock, "now", lambda: ballot.closes_at - timedelta(days=1))
        refusal_of(BallotClosed, cast_vote, ballot, by=member, choice=options_of(ballot)[0])

    def test_once_sealed(self, ballot, member):
        refusal_of(BallotClosed, cast_vote, seal(ballot), by=member, choice=options_of(ballot)[0])

    def test_who_came_after_the_opening(self, ballot):
        refusal_of(NotEligible, cast_vote, ballot, by=make_member(), choice=options_of(ballot)[0])
        refusal_of(NotEligible, withdraw_vote, ballot, by=make_member())

    def test_who_is_suspended_even_with_a_page_that_is_open(self, ballot, member):
        Member.objects.filter(pk=member.pk).update(is_active=False)
        refusal_of(Suspended, cast_vote, ballot, by=member, choice=options_of(ballot)[0])

    def test_a_ballot_whose_key_was_left_out_of_a_backup(self, ballot, member):
        BallotKey.objects.all().delete()
        refusal_of(BallotInterrupted, cast_vote, ballot, by=member, choice=options_of(ballot)[0])

    def test_a_paper_one_does_not_have(self, ballot, member):
        for papers in ([], [0], [2], [1, 2]):
            refusal_of(UnknownPaper, cast_vote, ballot, by=member, choice=options_of(ballot)[0], papers=papers)

    def test_taking_back_what_was_never_cast(self, ballot, member):
        refusal_of(NothingToWithdraw, withdraw_vote, ballot, by=member)

    def test_what_no_paper_may_say(self, member):
        ballots = {method: make_ballot(method=method) for method in Method}
        other = options_of(make_ballot())[0]

        def real(value, ballot):
            named = {"first": options_of(ballot)[0], "other": other}
            return [real(each, ballot) for each in value] if isinstance(value, list) else named.get(value, value)

        for method, choice, refusal in NONSENSE:
            ballot = ballots[method]
            refusal_of(refusal, cast_vote, ballot, by=member, choice=real(choice, ballot))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def press(self, ballot, member, times):
        """So many forms of one member at the same moment, each with its own choice; what the database refused."""
        options = options_of(ballot)

        def attempt(number):
            try:
                cast_vote(ballot, by=member, choice=options[number % len(options)])
            except DatabaseError as error:
                return type(error).__name__
            return ""

        return [refused for refused in at_once(*(partial(attempt, number) for number in range(times))) if refused]

    def test_fifty_votes_of_one_member_are_one_paper(self, ballot, member):
        assert not self.press(ballot, member, 50)
        check_counts(ballot)
        assert ballot.voted == Vote.objects.count() == 1

    def test_without_the_lock_they_are_not(self, ballot, member, monkeypatch):
        """The control: both have read the ballot before either of them goes on."""
        monkeypatch.setattr(votes, "lock_ballot", unlocked(2))
        refused = self.press(ballot, member, 2)
        ballot.refresh_from_db()
        assert refused or ballot.voted != Vote.objects.count()
