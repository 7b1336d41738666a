"""The fair order: by rotation every entry is seen about as often as every other, however far people read."""

from collections import Counter
from math import gcd

import pytest

from challenges.juries.ring import from_start, next_start, step_of


def exposure(places, depths, gone=(), gone_after=0):
    """How often each entry is seen when voters, one after the other, read so deep; `gone` leave after so many."""
    seen, walked = Counter(dict.fromkeys(range(places), 0)), 0
    for number, depth in enumerate(depths):
        left = set(gone) if number >= gone_after else set()
        start, walked = next_start(places, walked, lambda place, left=left: place not in left)
        seen.update([place for place in from_start(range(places), start) if place not in left][:depth])
    return seen


# How many entries each voter looks at: a page, one, a few, by turns, a crowd that tires, some who read all.
DEPTHS = {
    "a page": [24] * 3_000,
    "one": [1] * 3_000,
    "seven": [7] * 3_000,
    "by turns": [1, 24, 48, 200] * 750,
    "tiring": [max(1, 120 // (number % 40 + 1)) for number in range(3_000)],
    "mostly few": [200 if number % 25 == 0 else 6 for number in range(3_000)],
}


@pytest.mark.parametrize("how", DEPTHS)
def test_three_thousand_voters_see_each_of_two_hundred_about_equally_often(how):
    seen = exposure(200, DEPTHS[how])
    mean = sum(seen.values()) / 200
    assert all(abs(count - mean) <= 0.15 * mean for count in seen.values()), (min(seen.values()), max(seen.values()))


def test_without_rotation_it_would_not_hold():
    seen = Counter(place for depth in DEPTHS["a page"] for place in range(depth))
    assert seen[199] == 0


def test_few_voters_spread_at_once():
    seen = exposure(200, [24] * 50)
    assert min(seen.values()) >= 3  # of a mean of six
    assert max(seen.values()) <= 9


@pytest.mark.parametrize("places", [1, 2, 3, 7, 24, 200, 2_000])
def test_as_many_voters_as_places_begin_at_each_once(places):
    starts, walked = [], 0
    for _ in range(places):
        start, walked = next_start(places, walked, lambda _place: True)
        starts.append(start)
    assert sorted(starts) == list(range(places))
    assert gcd(step_of(places), places) == 1


def test_what_stands_no_more_is_passed_over_and_nothing_else_moves():
    gone = {3, 50, 51, 120, 199}
    seen = exposure(200, DEPTHS["a page"], gone, gone_after=1_000)
    standing = [seen[place] for place in range(200) if place not in gone]
    mean = sum(standing) / len(standing)
    assert all(abs(count - mean) <= 0.15 * mean for count in standing)
    assert next_start(5, 0, lambda _place: False) == (0, 0)
