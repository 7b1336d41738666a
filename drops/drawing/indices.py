"""The hours: figures that are printed, bars and frames that are applied."""

from __future__ import annotations

from drops.drawing import lettering
from drops.drawing.canvas import Canvas, Colour
from drops.drawing.design import WatchDesign
from drops.drawing.geometry import Point, Shape, bar, disc, polar, polygon, union
from drops.drawing.layout import is_free
from drops.drawing.materials import (
    LUME,
    METALS,
    Ramp,
    facing,
    linear,
    toned,
)

ROMANS = ("XII", "I", "II", "III", "IIII", "V", "VI", "VII", "VIII", "IX", "X", "XI")  # IIII, as watchmakers write it
INDEX_FOOT, INDEX_HEAD = 0.68, 0.885


def hour_marks(design: WatchDesign) -> dict[int, Shape]:
    """Each hour's applied or painted mark, where there is room for one; a bar may be shortened, never cut."""
    marks = {}
    for hour in range(12):
        candidates = (hour_mark(design, hour, foot) for foot in (INDEX_FOOT, 0.72, 0.76, 0.8))
        found = next((mark for mark in candidates if mark.outlines and is_free(design, mark)), None)
        if found is not None:
            marks[hour] = found
    return marks


def hour_mark(design: WatchDesign, hour: int, foot: float) -> Shape:
    size, angle = design.dial_radius, hour * 30.0
    match design.indices:
        case "roman":
            return lettering.roman(ROMANS[hour], 0.2 * size).moved(0, -0.775 * size).turned(angle)
        case "arabic":
            return lettering.line(str(hour or 12), 0.165 * size, polar(0.76 * size, angle), lettering.GROTESQUE)
        case "diver":
            return diver_mark(size, hour, foot)
        case "quarters" if hour % 3 == 0:
            return lettering.line(str(hour or 12), 0.185 * size, polar(0.755 * size, angle), lettering.GROTESQUE)
        case _:
            return baton_mark(size, hour, foot)


def baton_mark(size: float, hour: int, foot: float) -> Shape:
    width = (0.052 if hour % 3 == 0 else 0.04) * size
    if hour:
        return bar(foot * size, INDEX_HEAD * size, hour * 30.0, width)
    one = bar(foot * size, INDEX_HEAD * size, 0, width)
    return union((one.moved(-0.7 * width, 0), one.moved(0.7 * width, 0)))


def diver_mark(size: float, hour: int, foot: float) -> Shape:
    """Told apart in the dark: a triangle at twelve, bars at the quarters, discs between."""
    if hour == 0:
        return polygon((-0.105 * size, -0.885 * size), (0.105 * size, -0.885 * size), (0, -0.67 * size))
    if hour % 3 == 0:
        return bar(max(foot, 0.66) * size, INDEX_HEAD * size, hour * 30.0, 0.088 * size)
    return disc(0.062 * size, polar(0.8 * size, hour * 30.0))


def draw_marks(canvas: Canvas, design: WatchDesign, ink: Colour) -> None:
    """Painted numerals lie flat; applied marks stand on the dial, with two facets and a shadow."""
    ground = disc(design.dial_radius)
    ramp = METALS[design.trim]
    for hour, mark in hour_marks(design).items():
        if design.indices == "roman" or (design.indices in {"arabic", "quarters"} and is_figure(design, hour)):
            canvas.paint(mark, LUME if design.lume else ink)
            continue
        canvas.shadow(mark, 0.28, opacity=0.5, within=ground)
        if design.indices == "diver":
            frame_and_fill(canvas, mark, ramp)
        else:
            for outline in mark.outlines:
                facet(canvas, outline, hour * 30.0, ramp)


def is_figure(design: WatchDesign, hour: int) -> bool:
    return design.indices == "arabic" or hour % 3 == 0


def facet(canvas: Canvas, outline: tuple[Point, ...], angle: float, ramp: Ramp) -> None:
    """A bar with a ridge: its left slope, its right slope, a bright edge along the ridge."""
    a, b, c, d = outline
    foot, head = middle(a, b), middle(d, c)
    for corners, slope in (((a, foot, head, d), angle - 90), ((foot, b, c, head), angle + 90)):
        tone = facing(slope, least=0.3, most=0.98)
        canvas.paint(polygon(*corners), linear(
            [(0, toned(ramp, tone * 0.86)), (1, toned(ramp, tone))], foot, head
        ))  # fmt: skip


def middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def frame_and_fill(canvas: Canvas, mark: Shape, ramp: Ramp) -> None:
    """A polished frame around luminous paste."""
    left, top, right, bottom = mark.bounds
    canvas.paint(mark, linear([(0, toned(ramp, 1.0)), (1, toned(ramp, 0.35))], (left, top), (right, bottom)))
    canvas.paint(inset(mark, 0.2), LUME)


def inset(mark: Shape, by: float) -> Shape:
    """A convex mark made smaller by about the same margin on each side."""
    corners = mark.outlines[0]
    ends = zip(corners, corners[1:] + corners[:1], corners[-1:] + corners[:-1], strict=True)
    if len(corners) <= 4:
        return polygon(*(inward(corner, (after, before), by) for corner, after, before in ends))
    left, top, right, bottom = mark.bounds
    x, y = (left + right) / 2, (top + bottom) / 2
    return mark.moved(-x, -y).scaled(1 - 2 * by / (right - left)).moved(x, y)


def inward(corner: Point, neighbours: tuple[Point, Point], by: float) -> Point:
    """A corner moved along both of its sides, so that each side moves by that much."""
    (ax, ay), (bx, b_y) = (unit(corner, neighbour) for neighbour in neighbours)
    sine = abs(ax * b_y - ay * bx)
    return corner[0] + (ax + bx) * by / sine, corner[1] + (ay + b_y) * by / sine


def unit(start: Point, end: Point) -> Point:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5 or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length
