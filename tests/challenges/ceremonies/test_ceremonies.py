"""A ceremony as a function of its row and the time, and as the wire tells it."""

from datetime import UTC, datetime, timedelta

import pytest

from challenges.ceremonies.live import CeremonyTopic
from challenges.ceremonies.models import STEPS, Ceremony
from challenges.juries.models import Judging
from challenges.qdefis.models import EntryState, Qdefi
from realtime import clock
from tests.factories.ceremonies import SECONDS, make_ceremony, move_ceremony, places_of

AT = datetime(2027, 1, 1, 20, tzinfo=UTC)
MS = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("after", "step"),
    [
        (-MS, None),
        (0 * MS, 0),
        (20_000 * MS - MS, 0),
        (20_000 * MS, 1),
        (60_000 * MS - MS, 2),
        (60_000 * MS, STEPS),
        (timedelta(days=9), STEPS),
    ],
)
def test_each_step_has_its_millisecond(after, step):
    assert Ceremony(starts_at=AT, seconds=20).step(AT - timedelta(hours=1), AT + after) == step


def test_it_begins_when_the_result_is_counted_if_that_is_late():
    ceremony, late = Ceremony(starts_at=AT, seconds=20), AT + timedelta(minutes=5)
    assert ceremony.step(None, late) is None
    assert ceremony.shown_at(0, late) == late
    assert ceremony.shown_at(STEPS, late) == late + timedelta(minutes=1)


@pytest.mark.django_db
def test_the_wire_tells_what_is_shown_and_when_there_is_more():
    qdefi = make_ceremony(since=-60)
    state = CeremonyTopic().read(qdefi.slug)
    assert set(state.data["all"]) == {"state", "starts_at", "seconds"}
    assert state.next_change == Ceremony.objects.get(qdefi=qdefi).starts_at

    move_ceremony(qdefi, SECONDS + 5)
    state = CeremonyTopic().read(qdefi.slug)
    data = state.data["all"]
    third = places_of(qdefi)[3]
    assert (data["state"], data["step"], data["entries"]) == ("running", 1, 4)
    assert "voted" not in data
    assert [rank["place"] for rank in data["podium"]] == [3]
    assert data["podium"][0]["winners"][0]["author"] == third.author.handle
    assert clock.to_ms(state.next_change) == data["next_at"]

    move_ceremony(qdefi, 3 * SECONDS)
    state = CeremonyTopic().read(qdefi.slug)
    assert state.data["all"]["state"] == "over"
    assert state.next_change is None
    assert "next_at" not in state.data["all"]


@pytest.mark.django_db
def test_a_look_ends_it(django_assert_num_queries):
    qdefi = make_ceremony(since=3 * SECONDS)
    with django_assert_num_queries(1):
        CeremonyTopic().look(["another"])
    CeremonyTopic().look([qdefi.slug])
    assert Qdefi.objects.get(pk=qdefi.pk).settled_at is not None
    with django_assert_num_queries(1):
        CeremonyTopic().read(qdefi.slug)


@pytest.mark.django_db
def test_an_hour_that_comes_before_the_count_waits_for_it():
    qdefi = make_ceremony(since=30)
    Judging.objects.filter(qdefi=qdefi).update(settled_at=None, outcome=None, digest="")
    state = CeremonyTopic().read(qdefi.slug)
    assert state.data["all"]["state"] == "planned"
    assert state.now < state.next_change < state.now + timedelta(seconds=3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("guesses", "numbers"),
    [((10, 20, 20, 40), [0, 2, 1]), ((10, 10, 30), [1, 0, 2]), ((), [0, 0, 0]), ([10] * 9, [0, 0, 6])],
)
def test_shared_and_empty_places(guesses, numbers):
    qdefi = make_ceremony(since=3 * SECONDS, guesses=guesses)
    podium = CeremonyTopic().read(qdefi.slug).data["all"]["podium"]
    assert [len(rank["winners"]) for rank in podium] == numbers
    assert podium[-1]["others"] == max(0, len(guesses) - 6 if numbers[-1] == 6 else 0)


@pytest.mark.django_db
def test_who_is_hidden_meanwhile_is_not_shown():
    qdefi = make_ceremony(since=3 * SECONDS)
    qdefi.entries.filter(code=places_of(qdefi)[1].code).update(state=EntryState.HIDDEN)
    assert CeremonyTopic().read(qdefi.slug).data["all"]["podium"][-1]["winners"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "rien", "é", "x" * 70])
def test_what_is_no_ceremony_is_no_topic(key):
    assert CeremonyTopic().read(key) is None
