"""The geometry of the stock dial: drawn by `templates/drops/_dial.html`, redrawn by `static/js/dial.js`.

Angles are degrees clockwise from twelve o'clock, written as text so that no locale puts a comma in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, cos, pi, sin
from typing import Any

MOST_MARKS = 120  # above this many pieces an index would be thinner than a hair
PLAIN_MARKS = 60
BEATS_PER_SECOND = 8  # 28,800 vibrations an hour
MINUTE = 60_000
BEFORE = ("sealed", "announced")
AFTER = {"available": "spent", "held": "spent"}
ON_SALE = ("open", "sold_out")


@dataclass(frozen=True, slots=True)
class Mark:
    """One index on the rim; `state` is a CSS class, `long` every tenth piece (or fifth minute)."""

    turn: str
    state: str
    long: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """A run of pieces of one state, for drops with too many pieces to draw each; lengths are pieces."""

    state: str
    start: int
    length: int

    @property
    def offset(self) -> int:
        """As SVG's dashes count it: backwards."""
        return -self.start


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on the rim: marks, or arcs of `total` pieces."""

    marks: tuple[Mark, ...] = ()
    arcs: tuple[Arc, ...] = ()
    total: int = PLAIN_MARKS


def face_of(data: Mapping[str, Any], now: int) -> Face:
    """The rim for a frame's `data` (docs/protocol.md): sixty marks until its viewer may know the quantity."""
    if data["phase"] in BEFORE:
        return countdown_face(data["opens_at"] - now) if data["opens_at"] else plain_face()
    if "total" in data:
        face = stock_face(total=data["total"], available=data["available"], held=data["held"])
        return face if data["phase"] in ON_SALE else _put_out(face)
    return plain_face("lit" if data["phase"] == "open" else "spent")


def plain_face(state: str = "lit") -> Face:
    """Sixty marks, which tell nothing of a drop's quantity."""
    return _face([state] * PLAIN_MARKS, long_every=5, centred=False)


def countdown_face(remaining: int) -> Face:
    """Sixty marks; in the last minute one goes out with each second. `remaining` is in milliseconds."""
    lit = max(0, min(PLAIN_MARKS, ceil(remaining / 1000)))
    spent = PLAIN_MARKS - lit
    return _face(["spent"] * spent + ["lit"] * lit, long_every=5, centred=False)


def stock_face(*, total: int, available: int, held: int) -> Face:
    """One mark a piece, available first, then held, then sold; proportional arcs above `MOST_MARKS`."""
    sold = total - available - held
    if total > MOST_MARKS:
        starts = (("available", 0, available), ("held", available, held), ("sold", available + held, sold))
        return Face(arcs=tuple(Arc(*run) for run in starts if run[2]), total=total)
    return _face(["available"] * available + ["held"] * held + ["sold"] * sold, long_every=10, centred=True)


def _put_out(face: Face) -> Face:
    """The same rim once nothing is for sale any more: what was left is not lit."""
    return replace(
        face,
        marks=tuple(replace(mark, state=AFTER.get(mark.state, mark.state)) for mark in face.marks),
        arcs=tuple(replace(arc, state=AFTER.get(arc.state, arc.state)) for arc in face.arcs),
    )


def hand_turn(now: int, origin: int) -> str:
    """Where the hand stands: it passes twelve at `origin`, once a minute, in eight steps a second."""
    steps = MINUTE * BEATS_PER_SECOND // 1000
    beat = (now - origin) * BEATS_PER_SECOND // 1000
    return _degrees(beat % steps / steps)


def figure(remaining: int) -> str:
    """A countdown as short as it can be: `4:12:33`, `12:33`, and only seconds in the last minute."""
    seconds = max(0, ceil(remaining / 1000))
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes}:{seconds % 60:02}" if minutes else str(seconds)


def _face(states: list[str], *, long_every: int, centred: bool) -> Face:
    """`centred`: a mark stands in the middle of its share of the rim, else at its beginning."""
    total = len(states)
    shift = 0.5 if centred else 0.0
    marks = tuple(
        Mark(_degrees((index + shift) / total), state, index % long_every == 0) for index, state in enumerate(states)
    )
    return Face(marks=marks, total=total)


def _degrees(turn: float) -> str:
    return f"{360 * turn:.2f}".rstrip("0").rstrip(".")


def _rosette(inner: float, outer: float, lobes: int) -> str:
    """One wave of the guilloché: a closed line that swings `lobes` times between two radii."""
    points = []
    for step in range(4 * lobes):
        turn = step / (4 * lobes)
        radius = (inner + outer) / 2 + (outer - inner) / 2 * sin(2 * pi * lobes * turn)
        points.append((radius * cos(2 * pi * turn), radius * sin(2 * pi * turn)))
    return _closed_curve(points)


def _closed_curve(points: list[tuple[float, float]]) -> str:
    """A smooth line through all points (Catmull-Rom, as the cubic curves SVG knows)."""
    count = len(points)
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        first = f"{bx + (cx - ax) / 6:.1f} {by + (cy - ay) / 6:.1f}"
        second = f"{cx - (dx - bx) / 6:.1f} {cy - (dy - by) / 6:.1f}"
        path.append(f"C{first} {second} {cx:.1f} {cy:.1f}")
    return "".join(path) + "Z"


LOBES = 18
WAVES = 7
GUILLOCHE = _rosette(96, 150, LOBES)
GUILLOCHE_TURNS = tuple(_degrees(wave / (WAVES * LOBES)) for wave in range(WAVES))
