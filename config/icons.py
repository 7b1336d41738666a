"""The house's face on phones, drawn from `static/img/icon.svg`'s measures: `python -m config.icons` writes the files.

Drawn four times as large and reduced, so that edges are soft. A phone cuts a maskable icon to its own shape: there the
ground fills the square, and the dial stays within the middle four fifths.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
LARGER = 4
COLOURS = 64  # of the palette: the drawing's few, and their soft edges
SIDE = 64  # of the drawing's own square

Colour = tuple[int, int, int, int]
GROUND: Colour = (15, 17, 19, 255)
BRASS: Colour = (169, 128, 75, 255)
PAPER: Colour = (236, 231, 221, 255)
SECONDS: Colour = (255, 122, 122, 255)
NOTHING: Colour = (0, 0, 0, 0)
WHITE: Colour = (255, 255, 255, 255)
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Face:
    """One icon: how large, how much of it the dial takes, and whether its ground fills the square."""

    name: str
    size: int
    share: float = 1.0
    is_filled: bool = False
    is_badge: bool = False  # one colour, of which a phone sees the outline alone


FACES = (
    Face("icon-192.png", 192),
    Face("icon-512.png", 512),
    Face("icon-maskable-512.png", 512, share=0.78, is_filled=True),
    Face("icon-180.png", 180, share=0.92, is_filled=True),
    Face("badge-96.png", 96, is_badge=True),
)


class Pen:
    """Draws in the units of the drawing, from its centre."""

    def __init__(self, image: Image.Image, share: float) -> None:
        self._draw = ImageDraw.Draw(image)
        self._middle = image.width / 2
        self._scale = image.width / SIDE * share

    def disc(self, radius: float, colour: Colour) -> None:
        self._draw.ellipse(self._box(radius), fill=colour)

    def hand(self, angle: float, begin: float, end: float, width: float, colour: Colour, *, is_round: bool) -> None:
        """A stroke along a radius; angles in degrees from twelve o'clock."""
        ends = [self._at(angle, begin), self._at(angle, end)]
        self._draw.line(ends, fill=colour, width=round(width * self._scale))
        for x, y in ends if is_round else ():
            half = width * self._scale / 2
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def _box(self, radius: float) -> tuple[float, float, float, float]:
        reach = radius * self._scale
        return self._middle - reach, self._middle - reach, self._middle + reach, self._middle + reach

    def _at(self, angle: float, radius: float) -> tuple[float, float]:
        turn = math.radians(angle)
        reach = radius * self._scale
        return self._middle + reach * math.sin(turn), self._middle - reach * math.cos(turn)


def draw(face: Face) -> Image.Image:
    """One icon, as its file holds it."""
    ground = GROUND if face.is_filled else NOTHING
    large = Image.new("RGBA", (face.size * LARGER, face.size * LARGER), ground)
    paint: Callable[[Pen], None] = _badge if face.is_badge else _dial
    paint(Pen(large, face.share))
    return large.reduce(LARGER).quantize(COLOURS, Image.Quantize.FASTOCTREE)


def _dial(pen: Pen) -> None:
    """Ten past ten, as on every watch that wants to be bought."""
    pen.disc(31, GROUND)
    for minute in range(MINUTES):
        pen.hand(minute * 6, 24.5, 27.5, 1.4, BRASS, is_round=False)
    for quarter in range(4):
        pen.hand(quarter * 90, 17, 23, 2.6, PAPER, is_round=False)
    pen.hand(-60, 0, 14.3, 4, PAPER, is_round=True)
    pen.hand(60, 0, 18, 4, PAPER, is_round=True)
    pen.hand(180, 0, 19, 2, SECONDS, is_round=True)
    pen.disc(3.4, SECONDS)


def _badge(pen: Pen) -> None:
    """The outline that fits into a status bar: a ring and two hands."""
    pen.disc(31, WHITE)
    pen.disc(25, NOTHING)
    pen.hand(-60, 0, 15, 6, WHITE, is_round=True)
    pen.hand(60, 0, 19, 6, WHITE, is_round=True)


def main() -> None:
    for face in FACES:
        draw(face).save(FOLDER / face.name, optimize=True)


if __name__ == "__main__":
    main()
