"""Where a Qdéfi stands: by the clock, to the millisecond, and never at its results before they are settled."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from challenges.qdefis.models import Entry, Kind, Phase, Qdefi
from realtime import clock
from tests.factories.qdefis import DAY, DAYS, make_entry, make_qdefi

pytestmark = pytest.mark.django_db
MOMENT = timedelta(milliseconds=1)


@pytest.mark.parametrize("phase", DAYS)
def test_each_phase_has_its_hours(phase):
    assert make_qdefi(phase).phase(clock.now()) == phase


def test_a_draft_stays_one_whatever_the_hour():
    qdefi = make_qdefi("draft")

    assert qdefi.phase(qdefi.entries_close_at) == Phase.DRAFT
    assert not qdefi.has_opened(qdefi.entries_close_at)


def test_each_hour_belongs_to_what_it_begins():
    qdefi = make_qdefi("announced", votes_open_at=clock.now() + 4 * DAY)
    begins = {
        qdefi.entries_open_at: Phase.ENTRIES,
        qdefi.entries_close_at: Phase.READING,
        qdefi.votes_open_at: Phase.VOTES,
        qdefi.votes_close_at: Phase.JURY,
    }
    befores = [Phase.ANNOUNCED, Phase.ENTRIES, Phase.READING, Phase.VOTES]

    assert [qdefi.phase(hour) for hour in begins] == list(begins.values())
    assert [qdefi.phase(hour - MOMENT) for hour in begins] == befores


def test_results_wait_to_be_settled():
    qdefi = make_qdefi("jury", is_blind=True)

    assert qdefi.phase(qdefi.results_at + DAY) == Phase.JURY
    assert qdefi.hides_authors()
    qdefi.settled_at = qdefi.results_at
    assert qdefi.phase(qdefi.results_at) == Phase.RESULTS
    assert not qdefi.hides_authors()


def test_what_scores_itself_goes_from_entries_to_its_count():
    qdefi = make_qdefi("entries", kind=Kind.GUESS)

    assert qdefi.phase(qdefi.entries_close_at) == Phase.JURY
    assert not qdefi.shows_entries()


@pytest.mark.parametrize(
    "wrong",
    [
        {"entries_close_at": "entries_open_at"},
        {"votes_open_at": None},
        {"votes_close_at": "votes_open_at"},
        {"results_at": "votes_open_at"},
        {"kind": Kind.QUIZ},
        {"most_entries": 0},
        {"community_weight": 101},
    ],
)
def test_the_database_refuses_what_makes_no_sense(wrong):
    qdefi = make_qdefi("announced")
    changes = {name: getattr(qdefi, value) if value in Qdefi.__dict__ else value for name, value in wrong.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Qdefi.objects.filter(pk=qdefi.pk).update(**changes)


def test_nothing_is_entered_without_consent():
    entry = make_entry()

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(terms_version=None)
