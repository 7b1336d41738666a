"""The drawings of the badges: parts of a movement, worked out as they are cut. One plate, the part upon it.

All coordinates lie in a square of 48; angles run clockwise from the top. A shape's `material` is its class in
static/css/pages/recognition.css, where light and dark are; holes are left open by the even-odd rule.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import cos, radians, sin

C = 24.0  # the centre


@dataclass(frozen=True, slots=True)
class Shape:
    """One path and what it is made of: brass, steel, blued, jewel, or line."""

    material: str
    path: str


class Drawing(StrEnum):
    """The parts that are drawn, by their names."""

    SCREW = "screw"
    BLUED_SCREW = "blued-screw"
    CHATON = "chaton"
    PINION = "pinion"
    TRAIN_WHEEL = "train-wheel"
    CROWN_WHEEL = "crown-wheel"
    RATCHET = "ratchet"
    ROTOR = "rotor"
    ESCAPE_WHEEL = "escape-wheel"
    TOURBILLON = "tourbillon"
    HOLE_JEWEL = "hole-jewel"
    PALLET_FORK = "pallet-fork"
    BALANCE = "balance"
    HAIRSPRING = "hairspring"
    BARREL = "barrel"

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """What it consists of, from the bottom up."""
        return _shapes(self)


Point = tuple[float, float]


def _at(radius: float, angle: float, x: float = C, y: float = C) -> Point:
    return x + radius * sin(radians(angle)), y - radius * cos(radians(angle))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _polygon(points: Iterable[Point]) -> str:
    return "M" + "L".join(_pair(point) for point in points) + "Z"


def _circle(radius: float, x: float = C, y: float = C) -> str:
    r, across = _number(radius), _number(2 * radius)
    return f"M{_pair((x - radius, y))}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0Z"


def _ring_of(count: int, radius: float, each: float, *, start: float = 0) -> str:
    """So many circles on a circle."""
    return "".join(_circle(each, *_at(radius, start + 360 * number / count)) for number in range(count))


def _bar(length: float, width: float, angle: float, x: float = C, y: float = C) -> str:
    """A bar through a point: a slot, an arm."""
    half = [(length / 2, width / 2), (length / 2, -width / 2), (-length / 2, -width / 2), (-length / 2, width / 2)]
    s, c = sin(radians(angle)), cos(radians(angle))
    return _polygon((x + along * s + across * c, y - along * c + across * s) for along, across in half)


def _arc(inner: float, outer: float, start: float, end: float) -> str:
    """A piece of a ring from one angle to another: a window between two spokes, a weight."""
    a, b, c, d = _at(outer, start), _at(outer, end), _at(inner, end), _at(inner, start)
    large = int(end - start > 180)
    o, i = _number(outer), _number(inner)
    return f"M{_pair(a)}A{o} {o} 0 {large} 1 {_pair(b)}L{_pair(c)}A{i} {i} 0 {large} 0 {_pair(d)}Z"


def _windows(spokes: int, inner: float, outer: float, *, width: float = 10, start: float = 0) -> str:
    """What is cut out between so many spokes, `width` degrees wide each."""
    step = 360 / spokes
    return "".join(
        _arc(inner, outer, start + step * number + width / 2, start + step * (number + 1) - width / 2)
        for number in range(spokes)
    )


def _teeth(count: int, tooth: Iterable[tuple[float, float]]) -> str:
    """A rim of teeth; `tooth` gives each point's radius and its place within the step, 0 to 1."""
    step, corners = 360 / count, list(tooth)
    return _polygon(_at(radius, step * (number + place)) for number in range(count) for radius, place in corners)


def _gear(count: int, outer: float, depth: float) -> str:
    root = outer - depth
    return _teeth(count, [(root, 0), (root, 0.24), (outer, 0.36), (outer, 0.64), (root, 0.76)])


def _spiral(inner: float, outer: float, turns: float, *, start: float = 0) -> str:
    steps = int(turns * 24)
    points = (
        _at(inner + (outer - inner) * step / steps, start + 360 * turns * step / steps) for step in range(steps + 1)
    )
    return "M" + "L".join(_pair(point) for point in points)


def _screw() -> Iterable[Shape]:
    yield Shape("steel", _circle(15) + _bar(30, 3.4, 38))
    yield Shape("line", _circle(12.2))


def _blued_screw() -> Iterable[Shape]:
    yield Shape("steel", _circle(17) + _circle(15))
    yield Shape("blued", _circle(13.5) + _bar(27, 3, -32))


def _chaton() -> Iterable[Shape]:
    yield Shape("brass", _circle(17) + _circle(8.2) + _ring_of(3, 12.6, 2.6))
    yield Shape("blued", _ring_of(3, 12.6, 1.9))
    yield Shape("jewel", _circle(7.2) + _circle(1.8))


def _pinion() -> Iterable[Shape]:
    leaves = _teeth(8, [(8, 0), (8, 0.2), (14.5, 0.34), (15.5, 0.5), (14.5, 0.66), (8, 0.8)])
    yield Shape("steel", leaves + _circle(4.4))
    yield Shape("brass", _circle(3.2))


def _train_wheel() -> Iterable[Shape]:
    yield Shape("brass", _gear(36, 17.5, 2.4) + _windows(5, 5, 12.6) + _circle(2))
    yield Shape("steel", _circle(1.4))


def _crown_wheel() -> Iterable[Shape]:
    yield Shape("brass", _gear(28, 17.5, 2.8) + _circle(8.4))
    yield Shape("line", _circle(11.4))
    yield Shape("steel", _circle(7.4) + _bar(14.8, 2.2, 62))


def _ratchet() -> Iterable[Shape]:
    saw = _teeth(20, [(14.6, 0), (17.5, 0.86), (15.2, 0.99)])
    yield Shape("steel", saw + _bar(5, 5, 45))
    yield Shape("line", _circle(11.5) + _circle(8.5))


def _rotor() -> Iterable[Shape]:
    yield Shape("brass", _arc(12.5, 17.5, 90, 270))
    yield Shape("steel", _arc(4.5, 11.5, 94, 266) + _ring_of(3, 8.2, 1.6, start=130) + _circle(4) + _circle(1.6))
    yield Shape("line", _circle(17.5))


def _escape_wheel() -> Iterable[Shape]:
    clubs = _teeth(15, [(11.6, 0), (12.4, 0.42), (15.6, 0.62), (17.6, 0.56), (17.2, 0.84), (15.2, 0.8), (11.8, 0.98)])
    yield Shape("brass", clubs + _windows(4, 4.4, 9.6, width=16) + _circle(1.8))
    yield Shape("steel", _circle(1.3))


def _tourbillon() -> Iterable[Shape]:
    yield Shape("steel", _circle(17.5) + _circle(15.6))
    yield Shape("brass", _circle(11) + _circle(9.4))
    yield Shape("spring", _spiral(2.6, 8, 3))
    yield Shape("steel", "".join(_arc(3, 16.2, angle - 5, angle + 5) for angle in (60, 180, 300)))
    yield Shape("jewel", _circle(2.6) + _circle(0.9))


def _hole_jewel() -> Iterable[Shape]:
    yield Shape("brass", _circle(17) + _circle(13.4))
    yield Shape("jewel", _circle(12.4) + _circle(2.6))
    yield Shape("line", _circle(6.4))


def _pallet_fork() -> Iterable[Shape]:
    arms = [(22.6, 36), (23.2, 21.5), (11.6, 17.6), (12.6, 13.8), (24, 17), (35.4, 13.8), (36.4, 17.6), (24.8, 21.5)]
    yield Shape("steel", _polygon([*arms, (25.4, 36)]) + _circle(1.4, 24, 19.2))
    horns = [(20.4, 41), (20.4, 36.6), (22.4, 35.4), (25.6, 35.4), (27.6, 36.6), (27.6, 41), (25.4, 41), (25.4, 38.4)]
    yield Shape("steel", _polygon([*horns, (22.6, 38.4), (22.6, 41)]))
    yield Shape("jewel", _bar(6.4, 3, 20, 13.2, 12.6) + _bar(6.4, 3, -20, 34.8, 12.6))


def _balance() -> Iterable[Shape]:
    yield Shape("brass", _circle(15.4) + _circle(12.8) + _ring_of(12, 16.8, 1.3, start=15))
    yield Shape("brass", _bar(26, 2.6, 0))
    yield Shape("spring", _spiral(3, 9.5, 4))
    yield Shape("jewel", _circle(2.4))


def _hairspring() -> Iterable[Shape]:
    yield Shape("spring", _spiral(3.4, 17, 5.5, start=40))
    yield Shape("steel", _circle(3.4) + _circle(1.4))
    yield Shape("brass", _circle(2, *_at(17, 220)))


def _barrel() -> Iterable[Shape]:
    yield Shape("brass", _gear(44, 17.8, 2) + _circle(13.4))
    yield Shape("spring", _spiral(4, 12.4, 4.5))
    yield Shape("steel", _circle(4) + _bar(3, 3, 0))


_PARTS: dict[Drawing, Callable[[], Iterable[Shape]]] = {
    Drawing.SCREW: _screw,
    Drawing.BLUED_SCREW: _blued_screw,
    Drawing.CHATON: _chaton,
    Drawing.PINION: _pinion,
    Drawing.TRAIN_WHEEL: _train_wheel,
    Drawing.CROWN_WHEEL: _crown_wheel,
    Drawing.RATCHET: _ratchet,
    Drawing.ROTOR: _rotor,
    Drawing.ESCAPE_WHEEL: _escape_wheel,
    Drawing.TOURBILLON: _tourbillon,
    Drawing.HOLE_JEWEL: _hole_jewel,
    Drawing.PALLET_FORK: _pallet_fork,
    Drawing.BALANCE: _balance,
    Drawing.HAIRSPRING: _hairspring,
    Drawing.BARREL: _barrel,
}


@cache
def _shapes(drawing: Drawing) -> tuple[Shape, ...]:
    return tuple(_PARTS[drawing]())
