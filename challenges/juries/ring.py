"""The fair order: pure. Entries stand on a ring, shuffled once; every voter begins at another place of it."""

from collections.abc import Callable, Sequence
from math import gcd
from typing import TypeVar

T = TypeVar("T")


def step_of(places: int) -> int:
    """How far the next voter begins after the last: about the golden part of the ring, with no divisor in common.

    So that as many voters as there are places begin at each of them once, and any few who follow each other far apart.
    """
    step = max(1, places * 618 // 1000)
    while gcd(step, places) > 1:
        step += 1
    return step


def next_start(places: int, walked: int, stands: Callable[[int], bool]) -> tuple[int, int]:
    """Where the next voter begins, and the walk's new length. What stands no more is nobody's start.

    A ring on which nothing stands begins at 0.
    """
    step = step_of(places)
    for further in range(places):
        turn = walked + further
        place = (
            (turn + turn // places) * step % places
        )  # each round of the ring one step on: no rhythm of voters fits it
        if stands(place):
            return place, turn + 1
    return 0, walked


def from_start(ring: Sequence[T], start: int) -> list[T]:
    """The whole ring as somebody sees it who begins there."""
    return [*ring[start:], *ring[:start]]
