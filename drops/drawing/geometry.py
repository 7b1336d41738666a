"""Shapes of a watch, in millimetres as on a workshop drawing: the dial's centre is the origin, x to the right, y down.

Angles are the clock's: degrees, 0 at twelve, clockwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Outline = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What some outlines cover together."""

    outlines: tuple[Outline, ...]

    def __or__(self, other: Shape) -> Shape:
        return Shape(self.outlines + other.outlines)

    def mapped(self, change: Callable[[Point], Point]) -> Shape:
        return Shape(tuple(tuple(map(change, outline)) for outline in self.outlines))

    def moved(self, dx: float, dy: float) -> Shape:
        return self.mapped(lambda point: (point[0] + dx, point[1] + dy))

    def turned(self, angle: float) -> Shape:
        sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        return self.mapped(lambda point: (point[0] * cosine - point[1] * sine, point[0] * sine + point[1] * cosine))

    def scaled(self, x: float, y: float | None = None) -> Shape:
        return self.mapped(lambda point: (point[0] * x, point[1] * (x if y is None else y)))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        xs = [x for outline in self.outlines for x, _ in outline]
        ys = [y for outline in self.outlines for _, y in outline]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def reach(self) -> float:
        """The greatest distance of any point from the dial's centre."""
        return max(math.hypot(x, y) for outline in self.outlines for x, y in outline)

    def gap_to(self, centre: Point, radius: float) -> float:
        """How far the nearest corner keeps from a disc; negative if it stands on it."""
        return min(math.dist(point, centre) for outline in self.outlines for point in outline) - radius


EMPTY = Shape(())


def union(shapes: Iterable[Shape]) -> Shape:
    """All of them as one, painted by one stroke of the brush."""
    return Shape(tuple(outline for shape in shapes for outline in shape.outlines))


def polar(radius: float, angle: float, centre: Point = (0.0, 0.0)) -> Point:
    turn = math.radians(angle)
    return centre[0] + radius * math.sin(turn), centre[1] - radius * math.cos(turn)


def polygon(*points: Point) -> Shape:
    return Shape((points,))


def arc(radius: float, start: float, end: float, centre: Point = (0.0, 0.0)) -> Outline:
    """Points along a circle, close enough together to look round at any size we draw."""
    steps = max(10, round(abs(end - start) * radius**0.5 / 5))
    return tuple(polar(radius, start + (end - start) * step / steps, centre) for step in range(steps + 1))


def disc(radius: float, centre: Point = (0.0, 0.0)) -> Shape:
    return Shape((arc(radius, 0, 360, centre),))


def sector(outer: float, inner: float, start: float, end: float, centre: Point = (0.0, 0.0)) -> Shape:
    """A piece of a ring."""
    return Shape((arc(outer, start, end, centre) + arc(inner, end, start, centre),))


def ring(outer: float, inner: float, centre: Point = (0.0, 0.0)) -> Shape:
    """A whole ring, as one outline with a seam at twelve: shapes have no holes, so that they can be joined."""
    return sector(outer, inner, 0, 360, centre)


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Shape:
    """An upright rectangle with rounded corners."""
    if not radius:
        return polygon((left, top), (right, top), (right, bottom), (left, bottom))
    return Shape(
        (
            arc(radius, 270, 360, (left + radius, top + radius))
            + arc(radius, 0, 90, (right - radius, top + radius))
            + arc(radius, 90, 180, (right - radius, bottom - radius))
            + arc(radius, 180, 270, (left + radius, bottom - radius)),
        )
    )


def bar(start: float, end: float, angle: float, width: float, end_width: float | None = None) -> Shape:
    """A mark along a radius, from one distance of the centre to another, possibly tapered."""
    far = (width if end_width is None else end_width) / 2
    near = width / 2
    return polygon((-near, -start), (near, -start), (far, -end), (-far, -end)).turned(angle)


def ribbon(points: Sequence[Point], width: float) -> Shape:
    """A line of constant width with round joins and flat ends."""
    half = width / 2
    pieces: list[Outline] = []
    for (x1, y1), (x2, y2) in pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1)
        if length:
            nx, ny = -(y2 - y1) / length * half, (x2 - x1) / length * half
            pieces.append(((x1 + nx, y1 + ny), (x2 + nx, y2 + ny), (x2 - nx, y2 - ny), (x1 - nx, y1 - ny)))
    pieces.extend(arc(half, 0, 360, joint) for joint in points[1:-1])
    return Shape(tuple(pieces))


def bent(start: Point, control: Point, end: Point, steps: int = 24) -> Outline:
    """A quadratic curve, as a file leaves it on a lug."""
    return tuple(
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t * t * end[1],
        )
        for t in (step / steps for step in range(steps + 1))
    )
