"""Words on a card. Pillow's own typeface has no accents: we put them on its letters, as an engraver does.

What it has not and we do not draw is left out; a card says the most of a name, its page all of it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]

SPELT = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"–": "-", "—": "-", "‑": "-", "‘": "’", "“": "«", "”": "»", "„": "«", "×": "x", "−": "-"}
)
KNOWN = frozenset(map(chr, range(32, 127))) | set("«»’…·")
# Marks in parts of the size, from the middle of the letter, up from its top: lines from point to point, and dots.
MARKS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "\u0301": (((-0.05, 0.05), (0.09, 0.17)),),
    "\u0300": (((0.05, 0.05), (-0.09, 0.17)),),
    "\u0302": (((-0.13, 0.06), (0, 0.17), (0.13, 0.06)),),
    "\u030c": (((-0.13, 0.17), (0, 0.06), (0.13, 0.17)),),
    "\u0303": (((-0.14, 0.07), (-0.06, 0.13), (0.05, 0.08), (0.14, 0.14)),),
    "\u0304": (((-0.12, 0.1), (0.12, 0.1)),),
    "\u0308": (((-0.1, 0.1),), ((0.1, 0.1),)),
    "\u0307": (((0, 0.1),),),
    "\u030a": (((-0.07, 0.12), (0, 0.19), (0.07, 0.12), (0, 0.05), (-0.07, 0.12)),),
}
CEDILLA, OGONEK = "\u0327", "\u0328"
STROKE = 0.062  # of the size


class Glyph(NamedTuple):
    """A letter and the marks on it."""

    letter: str
    marks: str


class Lines(NamedTuple):
    """What fits: the size, and the lines."""

    size: int
    lines: Sequence[str]


@lru_cache(maxsize=64)
def face(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 -- every Pillow we install has FreeType
    return font


def glyphs(text: str) -> Iterator[Glyph]:
    """The letters that we can write of a text, blanks of all widths as one."""
    for cluster in " ".join(text.translate(SPELT).split()):
        parts = unicodedata.normalize("NFD", cluster)
        if parts[0] in KNOWN:
            yield Glyph(parts[0], parts[1:])


def width(text: str, size: int) -> float:
    """How wide a line is, in pixels; marks take no room."""
    return float(face(size).getlength("".join(glyph.letter for glyph in glyphs(text))))


def fit(text: str, room: float, sizes: Sequence[int], most: int) -> Lines:
    """The largest of these sizes at which a text stands in so many lines; at the smallest what is over is cut off."""
    for size in sizes:
        lines = wrap(text, room, size)
        if len(lines) <= most:
            return Lines(size, lines)
    lines = wrap(text, room, sizes[-1])[:most]
    last = lines[-1]
    while last and width(f"{last}…", sizes[-1]) > room:
        last = last[:-1].rstrip()
    return Lines(sizes[-1], [*lines[:-1], f"{last}…"])


def wrap(text: str, room: float, size: int) -> list[str]:
    """Lines no wider than `room`; a word that alone is wider is broken where it must be."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= room:
            lines[-1] = longer
            continue
        pieces = _broken(word, room, size)
        lines += pieces if lines[-1] else []
        if not lines[0]:
            lines = pieces
    return lines


def _broken(word: str, room: float, size: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if width(pieces[-1] + letter, size) > room and pieces[-1]:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def write(picture: Image.Image, at: Point, text: str, size: int, colour: Colour) -> None:
    """A line of text that begins at `at`, on its base line."""
    font, pen = face(size), ImageDraw.Draw(picture)
    x, y = at
    row = list(glyphs(text))
    for n, (letter, marks) in enumerate(row):
        if letter in "ij" and marks:
            _without_dot(picture, (x, y), letter, size, colour)
        else:
            pen.text((x, y), letter, colour, font, anchor="ls")
        for mark in marks:
            _mark(pen, (x, y), letter, mark, size, colour)
        following = row[n + 1].letter if n + 1 < len(row) else ""
        x += font.getlength(letter + following) - (font.getlength(following) if following else 0)


def _without_dot(picture: Image.Image, at: Point, letter: str, size: int, colour: Colour) -> None:
    """An i as it is under a mark: cut off above the height of an x."""
    font = face(size)
    top = font.getbbox("x", anchor="ls")[1]
    mask = Image.new("L", (size, size * 2))
    ImageDraw.Draw(mask).text((0, size), letter, 255, font, anchor="ls")
    mask.paste(0, (0, 0, size, size + round(top)))
    picture.paste(colour, (round(at[0]), round(at[1] - size)), mask)


def _mark(pen: ImageDraw.ImageDraw, at: Point, letter: str, mark: str, size: int, colour: Colour) -> None:
    left, top, right, _bottom = face(size).getbbox("x" if letter in "ij" else letter, anchor="ls")
    if letter in "ij":
        left, _top, right, _bottom = face(size).getbbox(letter, anchor="ls")
    middle, stroke = at[0] + (left + right) / 2, max(2, round(size * STROKE))
    if mark in (CEDILLA, OGONEK):
        side = -1 if mark == CEDILLA else 1
        hook = ((0, 0), (0, -0.07), (-side * 0.08, -0.12), (side * 0.01, -0.19), (side * 0.09, -0.17))
        _strokes(pen, [(middle + dx * size, at[1] - dy * size) for dx, dy in hook], stroke * 3 // 4, colour)
    for line in MARKS.get(mark, ()):
        _strokes(pen, [(middle + dx * size, at[1] + top - dy * size) for dx, dy in line], stroke, colour)


def _strokes(pen: ImageDraw.ImageDraw, points: Sequence[Point], stroke: int, colour: Colour) -> None:
    """A line with round ends and joints; of one point, a dot."""
    radius = stroke / 2 if len(points) > 1 else stroke * 0.75
    if len(points) > 1:
        pen.line(points, colour, stroke)
    for x, y in points:
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), colour)
