"""Rounds of the queue, decided without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from drops.chain import leaf, next_head, opening_head
from drops.models import Drop
from drops.rounds import ClaimRequest, DueHold, Entry, Round
from drops.rules import Claimant, ClaimRefused

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOLD = timedelta(minutes=15)


def open_drop(**facts):
    times = {"armed_at": NOW - HOUR, "announced_at": NOW - HOUR, "opens_at": NOW, "closes_at": NOW + HOUR}
    head = opening_head("K7Q2M")
    return Drop(**({"code": "K7Q2M", "total": 3, "per_member": 2, "head": head} | times | facts))


def member(number, **facts):
    known = {"email": f"{number}@test.example", "in_team": False, "confirmed": True, "joined_at": NOW - 99 * HOUR}
    return Claimant(number, **(known | facts))


def request(number, quantity=1, key=None):
    return ClaimRequest("K7Q2M", number, quantity, key or f"{number:032x}")


def entry(number, place, status="waiting", **facts):
    return Entry(number, number, place, f"{number:032x}", **({"quantity": 1, "status": status} | facts))


def round_of(drop=None, **facts):
    return Round(drop=drop or open_drop(), now=NOW, hold=HOLD, **facts)


def pieces(*numbers):
    return [(number, 100 + number) for number in numbers]


def test_places_follow_the_order_of_arrival_and_the_first_get_the_pieces():
    it = round_of(free=pieces(1, 2))
    entries = [it.enter(request(number), member(number)) for number in (7, 5, 6)]
    it.serve()
    assert [(e.place, e.status) for e in entries] == [(1, "allocated"), (2, "allocated"), (3, "waiting")]
    assert [(grant.entry.place, grant.piece_id) for grant in it.grants] == [(1, 101), (2, 102)]
    assert entries[0].until == NOW + HOLD
    assert (it.drop.places, it.drop.claimants) == (3, 3)


def test_who_waits_is_served_before_who_comes():
    it = round_of(open_drop(places=1, claimants=1), waiting=[entry(1, 1)], free=pieces(1))
    late = it.enter(request(2), member(2))
    it.serve()
    assert (late.status, [grant.entry.place for grant in it.grants]) == ("waiting", [1])


def test_a_lapsed_piece_goes_to_the_next():
    holder = entry(1, 1, "allocated", granted=1, until=NOW)
    it = round_of(known=[holder], waiting=[entry(2, 2)], due=[DueHold(9, 103, 3, 1)])
    it.lapse()
    it.serve()
    assert (holder.status, holder.granted, holder.until) == ("lapsed", 0, None)
    assert [(grant.entry.place, grant.piece_id) for grant in it.grants] == [(2, 103)]
    assert list(it.changed) == [1, 2]


def test_a_claim_for_more_than_is_left_is_offered_what_is_left():
    it = round_of(free=pieces(3))
    asked = it.enter(request(1, quantity=2), member(1))
    it.serve()
    assert (asked.status, asked.quantity, asked.granted) == ("allocated", 2, 1)
    assert asked.answer("K7Q2M").quantity == 1


def test_slots_count_from_one():
    it = round_of(free=pieces(1, 2, 3))
    it.enter(request(1, quantity=2), member(1))
    it.serve()
    assert [grant.slot for grant in it.grants] == [1, 2]
    assert it.free == pieces(3)


def test_the_chain_grows_with_each_place():
    it = round_of()
    it.enter(request(1), member(1))
    it.enter(request(2), member(2))
    head = opening_head("K7Q2M")
    for place in (1, 2):
        head = next_head(head, leaf("K7Q2M", place, f"{place:032x}"))
    assert it.drop.head == head


@pytest.mark.parametrize("status", ["lapsed", "withdrawn"])
def test_a_claim_that_ended_may_enter_once_more(status):
    ended = entry(1, 1, status)
    it = round_of(open_drop(places=4, claimants=4), known=[ended], free=pieces(1))
    again = it.enter(request(1, quantity=2, key="f" * 32), member(1))
    it.serve()
    assert again is ended
    assert (again.place, again.key, again.quantity) == (5, "f" * 32, 2)
    assert (again.earlier_place, again.earlier_key) == (1, f"{1:032x}")
    assert (it.drop.places, it.drop.claimants, again.status) == (5, 4, "allocated")
    ended.status = "lapsed"
    with pytest.raises(ClaimRefused, match="already_claimed"):
        it.enter(request(1, key="e" * 32), member(1))


def test_lapsed_and_entered_again_in_one_round_it_is_changed_once():
    holder = entry(1, 1, "allocated", granted=1, until=NOW)
    it = round_of(open_drop(places=1, claimants=1), known=[holder], due=[DueHold(9, 103, 3, 1)])
    it.lapse()
    it.enter(request(1, key="f" * 32), member(1))
    it.serve()
    assert list(it.changed) == [2]
    assert (holder.place, holder.status) == (2, "allocated")


@pytest.mark.parametrize("status", ["waiting", "allocated", "ordered"])
def test_another_key_finds_the_claim_there_is(status):
    it = round_of(known=[entry(1, 1, status, granted=0)])
    with pytest.raises(ClaimRefused, match="already_claimed"):
        it.enter(request(1, key="f" * 32), member(1))
    assert not it.changed


def test_a_repeat_changes_nothing_even_when_it_is_closed():
    known = entry(1, 1)
    it = round_of(open_drop(closes_at=NOW), known=[known])
    assert it.enter(request(1), member(1)) is known
    assert not it.changed


def test_the_same_key_with_another_quantity_is_refused():
    it = round_of(known=[entry(1, 1)])
    with pytest.raises(ClaimRefused, match="key_reused"):
        it.enter(request(1, quantity=2), member(1))


def test_a_late_repeat_of_the_earlier_entry_finds_todays_claim():
    again = entry(1, 5, earlier_place=1, earlier_key="e" * 32)
    assert round_of(known=[again]).enter(request(1, key="e" * 32), member(1)) is again


@pytest.mark.parametrize("facts", [{"paused_at": NOW}, {"closes_at": NOW}, {"cancelled_at": NOW}])
def test_nobody_is_served_while_it_is_paused_or_once_it_is_over(facts):
    it = round_of(open_drop(**facts), waiting=[entry(1, 1)], free=pieces(1))
    it.serve()
    assert not it.grants
