"""Drafts, handing in, changing and taking back; every refusal by its name; and two windows at once."""

import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from challenges.qdefis import rules
from challenges.qdefis.actions import entering, locking
from challenges.qdefis.actions.entering import Entered, enter_qdefi, hide_entry, save_draft, show_entry, withdraw_entry
from challenges.qdefis.models import Entry, EntryState, Kind, Qdefi
from community.discussions.rules import TalkRefused
from community.members.models import Member
from community.moderation.actions.house import add_rule
from community.moderation.models import Item
from community.pictures.models import Picture
from realtime import clock
from realtime.models import Event
from tests.at_once import at_once
from tests.challenges.qdefis.conftest import standstill
from tests.factories.discussions import new_key
from tests.factories.members import make_member, make_moderator
from tests.factories.pictures import make_row
from tests.factories.qdefis import make_entry, make_qdefi

pytestmark = pytest.mark.django_db
MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def member():
    return make_member(level=2)


@pytest.fixture
def qdefi():
    return make_qdefi(most_pictures=2)


def photo_of(member, alt="Une montre au sommet"):
    return (make_row(member).token, alt)


def entered_by(member, **fields):
    if "pictures" not in fields:
        fields["pictures"] = [photo_of(member)]
    return Entered(**({"title": "Au sommet", "text": "À **l’aube**."} | fields))


def enter(qdefi, by, entered=None, **fields):
    return enter_qdefi(qdefi, by=by, **({"entered": entered or entered_by(by), "accepted": 1} | fields))


def refused(rule, verb, *args, **fields):
    with standstill(), pytest.raises(rule) as refusal:
        verb(*args, **fields)
    assert type(refusal.value) is rule
    assert str(refusal.value.message).endswith(".")


def events(qdefi):
    return list(Event.objects.filter(topic=qdefi.topic).order_by("seq").values_list("kind", "data"))


def public(entry):
    return all(row.picture.is_public for row in entry.pictures.select_related("picture"))


class TestEntering:
    def test_it_stands_with_its_photos_and_the_terms_it_was_given_under(self, qdefi, member):
        entry = enter(qdefi, member)
        entry.refresh_from_db()
        assert (entry.state, entry.title, entry.lead) == ("submitted", "Au sommet", "À l’aube.")
        assert (entry.terms_version, entry.terms_accepted_at is not None) == (1, True)
        assert public(entry)
        qdefi.refresh_from_db()
        assert (qdefi.entered, events(qdefi)) == (1, [("entry.added", {"code": entry.code, "entries": 1})])

    def test_a_draft_is_seen_by_nobody_and_announced_to_nobody(self, qdefi, member):
        entry = save_draft(qdefi, by=member, entered=entered_by(member, pictures=[photo_of(member, "")]))
        assert (entry.state, entry.submitted_at, public(entry), events(qdefi)) == ("draft", None, False, [])
        assert Picture.objects.get().used_at  # kept for longer than a day
        handed = enter(qdefi, member, entered_by(member, pictures=[(Picture.objects.get().token, "Moi")]), entry=entry)
        assert (handed.pk, handed.state, public(handed)) == (entry.pk, "submitted", True)

    def test_it_changes_until_the_close(self, qdefi, member):
        entry = enter(qdefi, member)
        first = entry.pictures.get().picture
        other = photo_of(member)
        enter(qdefi, member, entered_by(member, title="Plus haut", pictures=[other]), entry=entry)
        entry.refresh_from_db()
        assert (entry.title, entry.state, entry.pictures.get().picture.token) == ("Plus haut", "submitted", other[0])
        assert not Picture.objects.filter(pk=first.pk).exists()
        qdefi.refresh_from_db()
        assert (qdefi.entered, len(events(qdefi))) == (1, 1)

    def test_photos_stand_in_the_order_they_were_given(self, qdefi, member):
        photos = [photo_of(member, "Une"), photo_of(member, "Deux")]
        entry = enter(qdefi, member, entered_by(member, pictures=photos))
        enter(qdefi, member, entered_by(member, pictures=photos[::-1]), entry=entry)
        assert [row.alt for row in entry.pictures.order_by("n")] == ["Deux", "Une"]

    def test_a_form_sent_twice_enters_once(self, qdefi, member):
        entered, key = entered_by(member), new_key()
        first = enter(qdefi, member, entered, key=key)
        assert enter(qdefi, member, entered, key=key) == first
        assert Entry.objects.count() == 1

    def test_what_the_house_reads_first_stands_once_it_did(self, qdefi, member):
        add_rule(by=make_moderator(), kind="word", pattern="secret", effect="hold")
        entry = enter(qdefi, member, entered_by(member, text="Un secret"))
        assert (entry.state, public(entry), events(qdefi)) == ("held", False, [])
        assert Item.objects.get(kind="entry", key=str(entry.pk)).is_held
        show_entry(entry)
        entry.refresh_from_db()
        assert (entry.state, public(entry), len(events(qdefi))) == ("submitted", True, 1)

    def test_hidden_and_shown_again(self, qdefi, member):
        entry = enter(qdefi, member)
        hide_entry(entry)
        with standstill():
            hide_entry(entry)
        assert not public(entry)
        show_entry(entry)
        assert [kind for kind, _ in events(qdefi)] == ["entry.added", "entry.removed", "entry.added"]
        qdefi.refresh_from_db()
        assert qdefi.entered == 1


class TestTakingBack:
    def test_it_is_seen_no_more_and_another_may_follow(self, qdefi, member):
        entry = withdraw_entry(enter(qdefi, member), by=member)
        assert (entry.state, public(entry)) == ("withdrawn", False)
        assert events(qdefi)[-1] == ("entry.removed", {"code": entry.code, "entries": 0})
        assert enter(qdefi, member).pk != entry.pk

    def test_a_draft_goes_with_its_photos(self, qdefi, member):
        withdraw_entry(save_draft(qdefi, by=member, entered=entered_by(member)), by=member)
        assert not Entry.objects.exists()
        assert not Picture.objects.exists()

    def test_while_it_is_voted_on_but_not_after_the_results(self, member):
        withdraw_entry(make_entry(make_qdefi("votes"), author=member), by=member)
        entry = make_entry(make_qdefi("results"), author=member)
        refused(rules.ResultsPublished, withdraw_entry, entry, by=member)
        withdraw_entry(make_entry(entry.qdefi, author=member, state="draft"), by=member)

    def test_not_somebody_elses_and_not_twice(self, qdefi, member):
        entry = enter(qdefi, member)
        refused(rules.NotYours, withdraw_entry, entry, by=make_member())
        withdraw_entry(entry, by=member)
        refused(rules.EntryWithdrawn, withdraw_entry, entry, by=member)


class TestRefusals:
    @pytest.mark.parametrize("verb", [enter, lambda qdefi, by, entered: save_draft(qdefi, by=by, entered=entered)])
    def test_a_millisecond_after_the_close(self, qdefi, member, monkeypatch, verb):
        """The database's clock decides, read under the lock: the very moment of the close is too late."""
        entered = entered_by(member)
        for late in (qdefi.entries_close_at, qdefi.entries_close_at + MOMENT):
            monkeypatch.setattr(locking, "read_clock", lambda late=late: late)
            refused(rules.EntriesClosed, verb, qdefi, member, entered)
        monkeypatch.setattr(locking, "read_clock", lambda: qdefi.entries_close_at - MOMENT)
        assert verb(qdefi, member, entered).pk

    def test_it_is_the_databases_clock(self, qdefi, member, monkeypatch):
        entered = entered_by(member)
        Qdefi.objects.filter(pk=qdefi.pk).update(entries_close_at=clock.now() - MOMENT)
        monkeypatch.setattr(clock, "now", lambda: qdefi.entries_open_at)
        refused(rules.EntriesClosed, enter, qdefi, member, entered)

    @pytest.mark.parametrize("phase", ["draft", "announced"])
    def test_before_the_opening(self, member, phase):
        entered = entered_by(member)
        refused(rules.EntriesNotOpen, enter, make_qdefi(phase), member, entered)

    @pytest.mark.parametrize("accepted", [None, 0, 2])
    def test_without_consent_to_these_very_terms(self, qdefi, member, accepted):
        entered = entered_by(member)
        refused(rules.TermsNotAccepted, enter, qdefi, member, entered, accepted=accepted)

    def test_a_second_entry(self, qdefi, member):
        enter(qdefi, member)
        entered = entered_by(member)
        refused(rules.EntryTwice, enter, qdefi, member, entered)
        refused(rules.EntryTwice, save_draft, qdefi, by=member, entered=entered)

    def test_as_many_as_the_rules_say_and_no_more(self, member):
        qdefi = make_qdefi(most_entries=3)
        for _ in range(3):
            enter(qdefi, member)
        entered = entered_by(member)
        refused(rules.EntryTwice, enter, qdefi, member, entered)

    def test_a_hidden_one_still_counts(self, qdefi, member):
        entry = enter(qdefi, member)
        hide_entry(entry)
        entered = entered_by(member)
        refused(rules.EntryTwice, enter, qdefi, member, entered)
        refused(rules.EntryHidden, enter, qdefi, member, entered, entry=entry)

    def test_one_that_was_taken_back(self, qdefi, member):
        entry = withdraw_entry(enter(qdefi, member), by=member)
        entered = entered_by(member)
        refused(rules.EntryWithdrawn, enter, qdefi, member, entered, entry=entry)

    def test_somebody_elses(self, qdefi, member):
        entry, entered = make_entry(qdefi), entered_by(member)
        refused(rules.NotYours, enter, qdefi, member, entered, entry=entry)

    def test_photos_none_too_many_or_not_described(self, qdefi, member):
        one, two, three = (photo_of(member) for _ in range(3))
        for rule, photos in (
            (rules.PictureMissing, []),
            (rules.TooManyPictures, [one, two, three]),
            (rules.DescriptionMissing, [one, (two[0], "  ")]),
            (rules.PictureUnknown, [one, one]),
        ):
            entered = entered_by(member, pictures=photos)
            refused(rule, enter, qdefi, member, entered)

    def test_photos_of_others_or_shown_elsewhere(self, qdefi, member):
        for token in (make_row(make_member()).token, make_row(member, is_used=True).token, "0" * 32):
            entered = entered_by(member, pictures=[(token, "Là")])
            refused(rules.PictureUnknown, enter, qdefi, member, entered)

    def test_words(self, member):
        qdefi, entered = make_qdefi(kind=Kind.TEXT), entered_by(member, pictures=[])
        refused(rules.TitleMissing, enter, qdefi, member, replace(entered, title="ab"))
        refused(rules.NothingWritten, enter, qdefi, member, replace(entered, text=" \n "))
        refused(rules.TooManyPictures, enter, qdefi, member, replace(entered, pictures=[("0" * 32, "x")]))

    @pytest.mark.parametrize("where", ["title", "text", "alt"])
    def test_one_s_own_name_where_all_is_blind(self, member, where):
        words = f"Signé @{member.handle.upper()}"
        fields = {"pictures": [photo_of(member, words)]} if where == "alt" else {where: words}
        entered = entered_by(member, **fields)
        refused(rules.NamesAuthor, enter, make_qdefi(is_blind=True), member, entered)
        assert enter(make_qdefi(), member, entered).is_standing
        other = entered_by(member, text=f"Comme dit @{member.handle}-junior, {member.handle} est un mot.")
        assert enter(make_qdefi(is_blind=True), member, other).is_standing

    def test_who_is_suspended_or_not_confirmed(self, qdefi, member):
        entered = entered_by(member)
        Member.objects.filter(pk=member.pk).update(is_active=False)
        refused(rules.Suspended, enter, qdefi, member, entered)
        stranger = make_member(confirmed=False)
        entered = entered_by(stranger)
        refused(rules.AddressUnconfirmed, enter, qdefi, stranger, entered)

    def test_what_no_post_may_say(self, qdefi, member):
        add_rule(by=make_moderator(), kind="word", pattern="interdit", effect="refuse")
        entered = entered_by(member, pictures=[photo_of(member, "Un mot interdit")])
        with standstill(), pytest.raises(TalkRefused):
            enter(qdefi, member, entered)


class TestQuiz:
    def test_it_is_answered_once(self, member):
        qdefi = make_qdefi(kind=Kind.QUIZ)
        entry = enter(qdefi, member, Entered(answers=[0, 2]), key="a")
        assert entry.answers == [0, 2]
        assert "code" not in events(qdefi)[0][1]
        assert enter(qdefi, member, Entered(answers=[0, 2]), key="a") == entry
        again = Entered(answers=[1, 1])
        refused(rules.QuizAnsweredTwice, enter, qdefi, member, again)
        refused(rules.QuizAnsweredTwice, enter, qdefi, member, again, key="a")
        refused(rules.QuizAnsweredTwice, enter, qdefi, member, again, entry=entry)
        withdraw_entry(entry, by=member)
        refused(rules.QuizAnsweredTwice, enter, qdefi, member, again)

    def test_a_draft_may_leave_questions_open(self, member):
        qdefi = make_qdefi(kind=Kind.QUIZ)
        entry = save_draft(qdefi, by=member, entered=Entered(answers=[None, 1]))
        refused(rules.AnswerMissing, enter, qdefi, member, Entered(answers=[None, 1]), entry=entry)
        assert enter(qdefi, member, Entered(answers=[0, 1]), entry=entry).state == EntryState.SUBMITTED

    @pytest.mark.parametrize("answers", [[], [0], [0, 3], [-1, 0], [True, 0], ["0", 0]])
    def test_what_is_no_answer(self, member, answers):
        refused(rules.UnknownAnswer, enter, make_qdefi(kind=Kind.QUIZ), member, Entered(answers=answers))

    def test_it_scores_itself(self):
        questions = list(make_qdefi(kind=Kind.QUIZ).questions.all())
        assert [rules.score_of(questions, answers) for answers in ([0, 2], [0, 1], [None, 0])] == [2, 1, 0]


def test_a_guess_is_a_number_and_can_change(member):
    qdefi = make_qdefi(kind=Kind.GUESS)
    refused(rules.GuessMissing, enter, qdefi, member, Entered())
    entry = enter(qdefi, member, Entered(guess=Decimal("28800.5")))
    enter(qdefi, member, Entered(guess=Decimal(28799)), entry=entry)
    entry.refresh_from_db()
    assert rules.distance_of(Decimal(28800), entry.guess) == 1


@pytest.mark.django_db(transaction=True)
class TestTwoWindows:
    def enter_twice(self, qdefi, member):
        works = [partial(self.outcome, qdefi, member, entered_by(member)) for _ in range(2)]
        return at_once(*works)

    @staticmethod
    def outcome(qdefi, member, entered):
        try:
            return enter(qdefi, member, entered, key=new_key()).state
        except rules.EntryTwice:
            return "twice"

    def test_one_of_them_enters(self):
        qdefi, member = make_qdefi(), make_member(level=2)
        assert sorted(self.enter_twice(qdefi, member)) == ["submitted", "twice"]
        assert Entry.objects.count() == 1

    def test_without_the_locks_both_would(self, monkeypatch):
        qdefi, member = make_qdefi(), make_member(level=2)
        both = threading.Barrier(2)

        def read(pk):
            row = Qdefi.objects.get(pk=pk)
            both.wait(10)
            return row, clock.now()

        monkeypatch.setattr(entering, "lock_qdefi", read)
        monkeypatch.setattr(entering, "lock_entrant", lambda by: by)
        monkeypatch.setattr(entering, "lock_writer", lambda by, _now: by)
        check = entering.check_another

        def checked(*facts):
            check(*facts)
            both.wait(10)

        monkeypatch.setattr(entering, "check_another", checked)
        assert self.enter_twice(qdefi, member) == ["submitted", "submitted"]
