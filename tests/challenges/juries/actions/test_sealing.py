"""What the clock asks: a roll and a ring at the opening, papers without names at the close, a result at its hour."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from challenges.juries.actions import sealing
from challenges.juries.actions.departing import let_voter_go
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.actions.seating import take_seat
from challenges.juries.actions.votes import mark_entry, withdraw_mark
from challenges.juries.models import Judging, JudgingKey, Paper, Participation, Published, RingPlace, Vote
from challenges.juries.queries import published_bytes
from challenges.juries.result import result_of
from challenges.juries.tasks import watch
from challenges.qdefis.models import EntryState, Kind, Qdefi
from community.personal.registry import Leaving
from ideas.ballots.actions.sealing import RollMismatch
from realtime import clock
from tests.challenges.juries.conftest import check_counts, standstill
from tests.challenges.juries.test_result import MADE
from tests.challenges.juries.test_verify_qdefi import verifier
from tests.factories.juries import entries_of, make_judging, make_voters, move_to
from tests.factories.qdefis import make_entry, make_qdefi

pytestmark = pytest.mark.django_db


def test_before_its_hour_there_is_nothing():
    qdefi = make_qdefi("entries")
    assert settle_judging(qdefi, clock.now()) is None
    assert not Judging.objects.exists()


def test_the_ring_holds_all_that_was_entered():
    judging = make_judging(entries=5, opened=False)
    make_entry(judging.qdefi, pictures=0, state=EntryState.HELD)
    make_entry(judging.qdefi, pictures=0, state=EntryState.DRAFT)
    make_entry(judging.qdefi, pictures=0, state=EntryState.WITHDRAWN)
    judging = settle_judging(judging.qdefi, clock.now())
    assert sorted(RingPlace.objects.values_list("n", flat=True)) == list(range(6))


def test_a_seat_is_a_members_own_for_good():
    members = make_voters(3)
    judging = make_judging(entries=3)
    starts = [take_seat(judging, member.pk) for member in members]
    assert sorted(starts) == [0, 1, 2]
    entries_of(judging)[0].delete()
    assert [take_seat(judging, member.pk) for member in members] == starts


def test_the_seal_leaves_papers_without_names():
    members = make_voters(3)
    judging = make_judging(community_weight=100)
    first, second, _third = entries_of(judging)
    receipts = {mark_entry(first, by=member, mark=1).receipt for member in members}
    mark_entry(second, by=members[0], mark=1)
    withdraw_mark(first, by=members[2])
    judging = move_to(judging, "jury")
    check_counts(judging)
    assert not Vote.objects.exists()
    assert not JudgingKey.objects.exists()
    papers = list(Paper.objects.values_list("receipt", flat=True))
    assert len(papers) == 2
    assert set(papers) < receipts
    assert set(Participation.objects.values_list("member_id", flat=True)) == {each.pk for each in members[:2]}
    assert Published.objects.count() == 0
    with standstill():
        settle_judging(judging.qdefi, clock.now())


def test_a_result_is_published_that_anybody_can_count_again():
    members = make_voters(3)
    judging = make_judging(community_weight=100)
    first, second, third = entries_of(judging)
    for member in members:
        mark_entry(first, by=member, mark=1)
        mark_entry(third, by=member, mark=1)
    mark_entry(second, by=members[0], mark=1)
    judging = move_to(judging, "jury")
    third.state = EntryState.HIDDEN
    third.save()
    judging = move_to_results(judging)
    assert Qdefi.objects.get(pk=judging.pk).settled_at
    content = published_bytes(judging)
    verifier.verify(content, judging.digest)
    result = json.loads(content)
    assert result["places"] == {first.code: 1, second.code: 2}
    assert [len(paper["choice"]) for paper in result["community"]["papers"]].count(2) == 1
    facts = {name: value for name, value in result.items() if name not in MADE}
    assert result_of(facts) == result


def move_to_results(judging):
    """On to the hour of the results."""
    Qdefi.objects.filter(pk=judging.pk).update(results_at=clock.now() - timedelta(milliseconds=1))
    return settle_judging(Qdefi.objects.select_related("universe").get(pk=judging.pk), clock.now())


@pytest.mark.parametrize("kind", [Kind.QUIZ, Kind.GUESS])
def test_what_scores_itself(kind):
    qdefi = make_qdefi("jury", kind=kind)
    near = make_entry(qdefi, answers=[0, 2], guess=28_790)
    far = make_entry(qdefi, answers=[0, 1], guess=21_600)
    qdefi.results_at = clock.now() - timedelta(seconds=1)
    qdefi.save()
    if kind == Kind.GUESS:
        with standstill_but_opened():
            settle_judging(qdefi, clock.now())  # it waits for what there is
        qdefi.solution = 28_800
        qdefi.save()
    judging = settle_judging(qdefi, clock.now())
    verifier.verify(published_bytes(judging), judging.digest)
    assert judging.outcome["places"] == {near.code: 1, far.code: 2}
    assert judging.outcome["winners"] == [near.code]


class standstill_but_opened:  # noqa: N801 -- it reads as a sentence
    """Nothing is published meanwhile."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert not Published.objects.exists()


def test_no_entries_is_an_ending_too():
    judging = move_to_results(move_to(make_judging(entries=0), "jury"))
    verifier.verify(published_bytes(judging), judging.digest)
    assert judging.outcome["winners"] == []


def test_a_vote_of_nobody_on_the_roll_stops_the_seal():
    judging = make_judging()
    Vote.objects.create(judging=judging, voter="f" * 64, choice={}, receipt="e" * 32, day=clock.now().date())
    with standstill_of_papers(), pytest.raises(RollMismatch):
        move_to(judging, "jury")


class standstill_of_papers:  # noqa: N801 -- likewise
    """No paper appears, no vote is lost."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        assert not Paper.objects.exists()
        assert Vote.objects.count() == 1


def test_the_task_does_what_is_due_and_one_that_cannot_be_counted_holds_up_no_other(monkeypatch):
    broken, whole = make_judging(opened=False), make_judging(opened=False)
    settle = sealing.settle_judging

    def fail(qdefi, now):
        if qdefi.pk == broken.qdefi_id:
            raise RollMismatch
        return settle(qdefi, now)

    monkeypatch.setattr("challenges.juries.tasks.settle_judging", fail)
    watch(0)
    assert list(Judging.objects.values_list("pk", flat=True)) == [whole.qdefi_id]


def test_who_leaves_takes_their_paper_out_of_an_open_vote():
    member, other = make_voters(2)
    judging = make_judging()
    for each in (member, other):
        mark_entry(entries_of(judging)[0], by=each, mark=1)
    let_voter_go(Leaving(member.pk, (), (), "parti", takes_words=False))
    check_counts(judging)
    assert Vote.objects.count() == 1


def test_after_a_restore_open_votes_begin_anew():
    [member] = make_voters(1)
    judging = make_judging()
    mark_entry(entries_of(judging)[0], by=member, mark=1)
    with standstill():
        call_command("renew_judgings")
    JudgingKey.objects.all().delete()
    call_command("renew_judgings")
    check_counts(judging)
    mark_entry(entries_of(judging)[0], by=member, mark=1)
    check_counts(judging)
