"""The jury: marks in rounds, stepping back, replacement, and every refusal with nothing changed."""

from datetime import timedelta

import pytest

from challenges.juries.actions.panel import (
    close_round,
    declare_conflict,
    judge_entry,
    name_juror,
    replace_juror,
    set_judging,
    write_note,
)
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.models import Judging, JuryRound, Mark, Note
from challenges.juries.queries import progress_of, published_bytes
from challenges.juries.rules import (
    ConflictOfInterest,
    EntryWithdrawn,
    Frozen,
    JurorTwice,
    JuryClosed,
    JuryNotOpen,
    MarkOutOfRange,
    NobodyGoesOn,
    NotJuror,
    NotShortlisted,
)
from challenges.qdefis.models import Entry, EntryState, Qdefi
from community.notices.models import Notice
from realtime import clock
from tests.challenges.juries.actions.test_votes import refusal_of
from tests.challenges.juries.test_verify_qdefi import verifier
from tests.factories.juries import entries_of, make_judging, make_voters, move_to
from tests.factories.qdefis import make_qdefi

pytestmark = pytest.mark.django_db


def make_jury(*, jurors=2, shortlist=0, phase="jury", **fields):
    """A Qdéfi that its jury alone judges, with its jurors."""
    judging = make_judging(community_weight=0, quorum=2, **fields)
    Judging.objects.filter(pk=judging.pk).update(shortlist=shortlist)
    judging.refresh_from_db()
    members = make_voters(jurors)
    named = [name_juror(judging.qdefi, member) for member in members]
    return (move_to(judging, phase) if phase == "jury" else judging), members, named


def settle(judging):
    Qdefi.objects.filter(pk=judging.pk).update(results_at=clock.now() - timedelta(milliseconds=1))
    return settle_judging(Qdefi.objects.select_related("universe").get(pk=judging.pk), clock.now())


def test_jurors_judge_and_may_change_their_minds():
    judging, (one, other), _ = make_jury()
    first, second, _third = entries_of(judging)
    judge_entry(first, by=one, mark=2)
    judge_entry(first, by=one, mark=4)
    judge_entry(first, by=other, mark=5)
    judge_entry(second, by=one, mark=5)
    [progress] = progress_of(judging)
    assert (progress.marks, progress.wanted, progress.enough, progress.entries) == (3, 6, 1, 3)
    judging = settle(judging)
    verifier.verify(published_bytes(judging), judging.digest)
    assert judging.outcome["tallies"] == {"jury": {first.code: [9, 2]}}
    assert judging.outcome["winners"] == [first.code]


def test_they_are_told():
    _judging, members, _ = make_jury()
    kinds = Notice.objects.filter(member=members[0]).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["jury.named", "jury.begins"]


def test_a_shortlist_then_stars():
    judging, members, _ = make_jury(shortlist=1)
    first, second, third = entries_of(judging)
    for member in members:
        judge_entry(first, by=member, mark=1)
        judge_entry(second, by=member, mark=0)
        judge_entry(third, by=member, mark=1)
    refusal_of(MarkOutOfRange, judge_entry, first, by=members[0], mark=5)
    close_round(judging.qdefi)
    assert sorted(JuryRound.objects.get(n=2).field) == [first.pk, third.pk]
    refusal_of(NotShortlisted, judge_entry, second, by=members[0], mark=5)
    refusal_of(JuryNotOpen, close_round, judging.qdefi)  # the last round decides
    for member in members:
        judge_entry(first, by=member, mark=3)
        judge_entry(third, by=member, mark=4)
    judging = settle(judging)
    verifier.verify(published_bytes(judging), judging.digest)
    assert judging.outcome["places"] == {third.code: 1, first.code: 2, second.code: 3}


def test_a_shortlist_of_nobody():
    judging, members, _ = make_jury(shortlist=1)
    judge_entry(entries_of(judging)[0], by=members[0], mark=1)
    refusal_of(NobodyGoesOn, close_round, judging.qdefi)


def test_who_steps_back_judges_it_no_more():
    judging, (one, _), _ = make_jury()
    entry = entries_of(judging)[0]
    judge_entry(entry, by=one, mark=5)
    declare_conflict(entry, by=one)
    declare_conflict(entry, by=one)
    assert not Mark.objects.exists()
    assert progress_of(judging)[0].wanted == 5
    refusal_of(ConflictOfInterest, judge_entry, entry, by=one, mark=5)
    refusal_of(ConflictOfInterest, write_note, entry, by=one, text="Pas mal.")


def test_ones_own_entry_is_a_conflict():
    judging, (one, _), _ = make_jury()
    entry = entries_of(judging)[0]
    Entry.objects.filter(pk=entry.pk).update(author=one)
    refusal_of(ConflictOfInterest, judge_entry, entry, by=one, mark=5)
    assert progress_of(judging)[0].wanted == 5


def test_who_replaces_a_juror_judges_the_open_round_anew():
    judging, (one, other), (missing, _) = make_jury(shortlist=1)
    entry = entries_of(judging)[0]
    for member in (one, other):
        judge_entry(entry, by=member, mark=1)
    close_round(judging.qdefi)
    judge_entry(entry, by=one, mark=2)
    [fresh] = make_voters(1)
    replace_juror(missing, fresh)
    assert list(Mark.objects.values_list("round__n", flat=True)) == [1, 1]
    refusal_of(NotJuror, judge_entry, entry, by=one, mark=5)
    judge_entry(entry, by=fresh, mark=5)
    refusal_of(NotJuror, replace_juror, missing, make_voters(1)[0])
    refusal_of(JurorTwice, name_juror, judging.qdefi, one)


def test_notes_are_a_jurors_own():
    judging, (one, _), (juror, _) = make_jury()
    entry = entries_of(judging)[0]
    write_note(entry, by=one, text=" La lumière. ")
    assert Note.objects.get(juror=juror).text == "La lumière."
    write_note(entry, by=one, text=" ")
    assert not Note.objects.exists()


def test_out_of_hours():
    judging, (one, _), (juror, _) = make_jury(phase="votes")
    entry = entries_of(judging)[0]
    refusal_of(JuryNotOpen, judge_entry, entry, by=one, mark=5)
    refusal_of(JuryNotOpen, write_note, entry, by=one, text="Déjà.")
    judging = move_to(judging, "jury")
    settle(judging)
    refusal_of(JuryClosed, judge_entry, entry, by=one, mark=5)
    refusal_of(JuryClosed, declare_conflict, entry, by=one)
    refusal_of(JuryClosed, name_juror, judging.qdefi, make_voters(1)[0])
    refusal_of(JuryClosed, replace_juror, juror, make_voters(1)[0])


def test_other_refusals():
    judging, (one, _), _ = make_jury()
    entry = entries_of(judging)[0]
    refusal_of(NotJuror, judge_entry, entry, by=make_voters(1)[0], mark=5)
    for mark in (0, 6, None, True, "3"):
        refusal_of(MarkOutOfRange, judge_entry, entry, by=one, mark=mark)
    Entry.objects.filter(pk=entry.pk).update(state=EntryState.WITHDRAWN)
    refusal_of(EntryWithdrawn, judge_entry, entry, by=one, mark=5)


def test_how_it_is_judged_is_frozen_with_the_opening():
    early, late = make_qdefi("announced"), make_qdefi("entries")
    judging = set_judging(early, min_account_days=7, shortlist=10)
    assert (judging.min_account_days, judging.shortlist) == (7, 10)
    with pytest.raises(Frozen):
        set_judging(late, min_account_days=0, shortlist=0)
    assert Judging.objects.get().pk == early.pk
