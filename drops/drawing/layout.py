"""Where things stand on a dial: counters, the date, the minutes, and what keeps clear of what."""

from __future__ import annotations

from dataclasses import dataclass

from drops.drawing.design import WatchDesign
from drops.drawing.geometry import EMPTY, Point, Shape, bar, box, ring, union

TRACK = 0.95  # the outer edge of the minutes, in dial radii
TICK = 0.035
CLEAR = 0.35  # millimetres that marks keep from each other


@dataclass(frozen=True, slots=True)
class Counter:
    """A small dial: where, how large, what it counts, and where its hand stands."""

    centre: Point
    radius: float
    labels: tuple[str, ...]
    ticks: int
    every: int  # so many ticks, a longer one
    hand: float


def counters(design: WatchDesign) -> tuple[Counter, ...]:
    """The small dials of a layout; at 10 h 09 min 36 s a running second stands at 36, a chronograph at rest at 0."""
    size = design.dial_radius
    seconds = ("60", "15", "30", "45")
    match design.layout:
        case "small_seconds":
            return (Counter((0, 0.475 * size), 0.245 * size, seconds, 60, 5, 216),)
        case "two_counters":
            return (
                Counter((-0.475 * size, 0), 0.265 * size, ("60", "20", "40"), 60, 5, 216),
                Counter((0.475 * size, 0), 0.265 * size, ("30", "10", "20"), 30, 5, 0),
            )
        case "three_counters":
            return (
                Counter((-0.475 * size, 0), 0.25 * size, ("60", "20", "40"), 60, 5, 216),
                Counter((0.475 * size, 0), 0.25 * size, ("30", "10", "20"), 30, 5, 0),
                Counter((0, 0.475 * size), 0.25 * size, ("12", "3", "6", "9"), 12, 3, 0),
            )
        case _:
            return ()


def date_window(design: WatchDesign) -> Shape:
    """The opening for the date: at three o’clock, at six beside two counters."""
    if design.date is None:
        return EMPTY
    size = design.dial_radius
    wide, high = 0.088 * size, 0.068 * size
    x, y = (0.0, 0.735 * size) if design.layout == "two_counters" else (0.735 * size, 0.0)
    return box(x - wide, y - high, x + wide, y + high, 0.012 * size)


def is_free(design: WatchDesign, mark: Shape) -> bool:
    """Whether a mark keeps clear of the counters and of the date."""
    if any(mark.gap_to(counter.centre, counter.radius) < CLEAR for counter in counters(design)):
        return False
    window = date_window(design)
    if not window.outlines:
        return True
    left, top, right, bottom = mark.bounds
    date_left, date_top, date_right, date_bottom = window.bounds
    apart = (left - date_right, date_left - right, top - date_bottom, date_top - bottom)
    return max(apart) > CLEAR


def minute_track(design: WatchDesign) -> Shape:
    """Sixty minutes, the fifths longer; a chronograph’s seconds in quarters."""
    size = design.dial_radius
    outer, inner = TRACK * size, (TRACK - TICK) * size
    ticks = [
        bar(inner - (0.012 * size if minute % 5 == 0 else 0), outer, minute * 6.0, (0.16 if minute % 5 else 0.26))
        for minute in range(60)
    ]
    if design.is_chronograph:
        ticks += [bar(outer - 0.018 * size, outer, quarter * 1.5, 0.07) for quarter in range(240) if quarter % 4]
    return union(ticks)


def rails(size: float) -> Shape:
    """The two circles of a railway track."""
    outer, inner = TRACK * size, (TRACK - TICK) * size
    return ring(outer + 0.05, outer - 0.05) | ring(inner + 0.05, inner - 0.05)
