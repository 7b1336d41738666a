"""An alphabet of strokes, so that a dial reads the same on every machine: one skeleton, two pens.

A skeleton is written in capitals' height, y upwards: `M x y` starts a stroke, `L x y` goes on straight,
`E cx cy rx ry from to` draws a piece of an ellipse (degrees, counter-clockwise from the right), `e` joins one on.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from drops.drawing.geometry import EMPTY, Outline, Point, Shape, arc, union

SKELETONS: dict[str, tuple[float, str]] = {
    "A": (0.72, "M0 0L.36 1 M.36 1L.72 0 M.125 .34L.595 .34"),
    "B": (0.58, "M0 0L0 1 M0 1L.3 1e.3 .77 .23 .23 90 -90L0 .54 M.3 .54e.3 .27 .28 .27 90 -90L0 0"),
    "C": (0.72, "E.42 .5 .42 .5 46 314"),
    "D": (0.7, "M0 0L0 1 M0 1L.26 1e.26 .5 .44 .5 90 -90L0 0"),
    "E": (0.52, "M0 0L0 1 M0 1L.5 1 M0 .52L.42 .52 M0 0L.52 0"),
    "F": (0.5, "M0 0L0 1 M0 1L.5 1 M0 .52L.42 .52"),
    "G": (0.78, "E.42 .5 .42 .5 46 328L.776 .44L.5 .44"),
    "H": (0.68, "M0 0L0 1 M.68 0L.68 1 M0 .52L.68 .52"),
    "I": (0.0, "M0 0L0 1"),
    "J": (0.4, "M.4 1L.4 .24e.19 .24 .21 .24 0 -170"),
    "K": (0.62, "M0 0L0 1 M.58 1L0 .4 M.2 .6L.62 0"),
    "L": (0.5, "M0 1L0 0 M0 0L.5 0"),
    "M": (0.84, "M0 0L.04 1 M.04 1L.42 .06 M.42 .06L.8 1 M.8 1L.84 0"),
    "N": (0.68, "M0 0L0 1 M0 1L.68 0 M.68 0L.68 1"),
    "O": (0.84, "E.42 .5 .42 .5 90 450"),
    "P": (0.56, "M0 0L0 1 M0 1L.28 1e.28 .74 .28 .26 90 -90L0 .48"),
    "Q": (0.84, "E.42 .5 .42 .5 90 450 M.5 .24L.84 -.1"),
    "R": (0.6, "M0 0L0 1 M0 1L.28 1e.28 .74 .27 .26 90 -90L0 .48 M.28 .48L.6 0"),
    "S": (0.56, "E.28 .75 .25 .25 32 270e.28 .25 .28 .25 90 -150"),
    "T": (0.62, "M0 1L.62 1 M.31 1L.31 0"),
    "U": (0.64, "M0 1L0 .3e.32 .3 .32 .3 180 360L.64 1"),
    "V": (0.7, "M0 1L.35 0 M.35 0L.7 1"),
    "W": (1.0, "M0 1L.26 0 M.26 0L.5 .9 M.5 .9L.74 0 M.74 0L1 1"),
    "X": (0.66, "M0 1L.66 0 M.66 1L0 0"),
    "Y": (0.68, "M0 1L.34 .46 M.34 .46L.68 1 M.34 .46L.34 0"),
    "Z": (0.6, "M.02 1L.58 1L0 0L.6 0"),
    "0": (0.6, "E.3 .5 .3 .5 90 450"),
    "1": (0.24, "M0 .78L.22 1L.22 0"),
    "2": (0.58, "E.28 .72 .27 .28 165 -32L0 0L.58 0"),
    "3": (0.56, "E.27 .755 .24 .245 150 -90 M.2 .51L.27 .51e.27 .255 .29 .255 90 -150"),
    "4": (0.64, "M.46 0L.46 1L0 .28L.64 .28"),
    "5": (0.56, "M.5 1L.1 1L.06 .54e.27 .32 .29 .32 136 -150"),
    "6": (0.58, "M.44 1L.065 .5 E.29 .31 .29 .31 0 360"),
    "7": (0.56, "M0 1L.56 1L.16 0"),
    "8": (0.58, "E.29 .755 .235 .245 90 450 E.29 .255 .29 .255 90 450"),
    "9": (0.58, "M.14 0L.515 .5 E.29 .69 .29 .31 0 360"),
    "·": (0.0, "M0 .46L0 .54"),
    ".": (0.0, "M0 0L0 .08"),
    "-": (0.3, "M0 .46L.3 .46"),
    "’": (0.1, "M.1 1L.02 .8"),
    "/": (0.36, "M0 0L.36 1"),
    " ": (0.26, ""),
}
ACCENTS = {
    "É": ("E", "M.2 1.14L.36 1.3"),
    "È": ("E", "M.34 1.14L.18 1.3"),
    "Ô": ("O", "M.28 1.14L.42 1.28L.56 1.14"),
    "À": ("A", "M.4 1.14L.26 1.3"),
    "Â": ("A", "M.24 1.14L.36 1.28L.48 1.14"),
    "Ü": ("U", "M.18 1.16L.18 1.24 M.46 1.16L.46 1.24"),
    "Ö": ("O", "M.28 1.16L.28 1.24 M.56 1.16L.56 1.24"),
}


@dataclass(frozen=True, slots=True)
class Pen:
    """Widths in capitals' height: of a stroke going down, of one going across; and the length of a serif."""

    stem: float
    hair: float
    serif: float = 0.0
    spacing: float = 0.3

    def width(self, dx: float, dy: float) -> float:
        """A pen held a little slanted: what falls to the right is thicker than what rises to it."""
        if self.stem == self.hair:
            return self.stem
        across = abs(dy * 0.97 - dx * 0.22) / (math.hypot(dx, dy) or 1.0)
        return self.hair + (self.stem - self.hair) * min(1.0, across) ** 1.6


DIDONE = Pen(stem=0.145, hair=0.048, serif=0.13, spacing=0.46)
GROTESQUE = Pen(stem=0.105, hair=0.105, spacing=0.34)
BOLD = Pen(stem=0.17, hair=0.17, spacing=0.34)
FINE = Pen(stem=0.085, hair=0.085, spacing=0.46)


@cache
def strokes(letter: str) -> tuple[float, tuple[Outline, ...]]:
    """A letter's advance and its strokes as points, y upwards."""
    plain, accent = ACCENTS.get(letter, (letter, ""))
    width, path = SKELETONS[plain]
    found: list[list[Point]] = []
    for command, numbers in re.findall(r"([MLEe])([^MLEe]*)", f"{path} {accent}"):
        values = [float(number) for number in numbers.split()]
        if command == "M":
            found.append([(values[0], values[1])])
        elif command == "L":
            found[-1].append((values[0], values[1]))
        elif command == "E":
            found.append(ellipse(*values))
        else:
            found[-1].extend(ellipse(*values))
    return width, tuple(tuple(stroke) for stroke in found)


def ellipse(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> list[Point]:
    steps = max(6, round(abs(end - start) / 9))
    turns = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(cx + rx * math.cos(turn), cy + ry * math.sin(turn)) for turn in turns]


@cache
def drawn(letter: str, pen: Pen) -> Shape:
    """One letter of height 1 standing on y = 0, y downwards as on the dial."""
    pieces: list[Outline] = []
    _, lines = strokes(letter)
    for line in lines:
        for (x1, y1), (x2, y2) in pairwise(line):
            length = math.hypot(x2 - x1, y2 - y1) or 1.0
            half = pen.width(x2 - x1, y2 - y1) / 2
            nx, ny = -(y2 - y1) / length * half, (x2 - x1) / length * half
            pieces.append(((x1 + nx, -y1 - ny), (x2 + nx, -y2 - ny), (x2 - nx, -y2 + ny), (x1 - nx, -y1 + ny)))
        for before, joint, after in zip(line, line[1:], line[2:], strict=False):
            half = min(
                pen.width(joint[0] - before[0], joint[1] - before[1]),
                pen.width(after[0] - joint[0], after[1] - joint[1]),
            )
            pieces.append(arc(half / 2, 0, 360, (joint[0], -joint[1])))
        if pen.serif and not letter.isdigit():
            pieces.extend(serifs(line, pen))
    return Shape(tuple(pieces))


def serifs(line: Outline, pen: Pen) -> list[Outline]:
    """Hairlines under and over what stands upright, small ticks at the end of what lies."""
    found: list[Outline] = []
    for end, before in ((line[0], line[1]), (line[-1], line[-2])):
        dx, dy = end[0] - before[0], end[1] - before[1]
        edge = pen.hair / 2
        x, y = end
        if abs(dy) > abs(dx) and y in {0.0, 1.0}:
            inside = y - math.copysign(edge, y - 0.5)
            found.append((
                (x - pen.serif, -inside - edge), (x + pen.serif, -inside - edge),
                (x + pen.serif, -inside + edge), (x - pen.serif, -inside + edge),
            ))  # fmt: skip
        elif abs(dx) > abs(dy) and x > 0.3 and y in {0.0, 1.0}:
            tip = y + math.copysign(0.2, 0.5 - y)
            found.append(((x, -y), (x, -tip), (x - pen.hair * 2, -y)))
    return found


def measure(text: str, pen: Pen) -> float:
    """The width of a line of capitals of height 1."""
    return sum(strokes(letter)[0] + pen.spacing for letter in text) - pen.spacing


def line(text: str, height: float, centre: Point, pen: Pen) -> Shape:
    """A line of text whose middle stands at a point."""
    x = -measure(text, pen) / 2
    letters = []
    for letter in text:
        letters.append(drawn(letter, pen).moved(x, 0.5))
        x += strokes(letter)[0] + pen.spacing
    return union(letters).scaled(height).moved(*centre) if letters else EMPTY


def round_line(text: str, height: float, radius: float, angle: float, pen: Pen, *, inward: bool = False) -> Shape:
    """Text along a circle, its middle at a clock angle; `inward`: its feet outside, to be read at the bottom."""
    x = -measure(text, pen) * height / 2
    letters = []
    for letter in text:
        width = strokes(letter)[0] * height
        turn = math.degrees((x + width / 2) / radius)
        glyph = drawn(letter, pen).moved(-strokes(letter)[0] / 2, 0.5).scaled(height)
        place = angle - turn + 180 if inward else angle + turn
        letters.append(glyph.moved(0, radius if inward else -radius).turned(place))
        x += width + pen.spacing * height
    return union(letters)


def roman(numeral: str, height: float) -> Shape:
    """A Roman numeral of the dial, middle at the origin: heavy stems, hairlines, serifs that run together."""
    pen = Pen(stem=0.15, hair=0.04, serif=0.16, spacing=0.3)
    return line(numeral, height, (0.0, 0.0), pen)
