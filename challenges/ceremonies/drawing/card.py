"""A card: words at the left, at the right a dial whose window shows the picture, or its hands at ten past ten."""

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from challenges.ceremonies.drawing.lettering import Colour, fit, width, write

SIZE = (1200, 630)
OVER = 2  # everything is drawn twice as large, and reduced: edges are soft
QUALITY = 86

ENAMEL, RAISED, INK, SOFT, HAIR = (250, 247, 242), (255, 253, 249), (20, 22, 26), (78, 76, 72), (217, 211, 199)
BRASS, STEEL, ENGINE_TURNED = (122, 90, 43), (36, 80, 143), (240, 236, 229)

LEFT, ROOM = 72, 516
CENTRE, RIM, WINDOW = (884, 315), 268, 226


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card, from the top down; `numeral` is a place, "" for none, `picture` a file."""

    eyebrow: str
    title: str
    said: str
    foot: str
    numeral: str = ""
    picture: bytes = b""


def draw_card(card: Card) -> bytes:
    """The card as JPEG; the same facts give the same bytes."""
    canvas = Image.new("RGB", (SIZE[0] * OVER, SIZE[1] * OVER), ENAMEL)
    pen = ImageDraw.Draw(canvas)
    _engine_turning(pen)
    _dial(canvas, pen, card)
    _words(canvas, card)
    file = io.BytesIO()
    canvas.reduce(OVER).save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue()


def _words(canvas: Image.Image, card: Card) -> None:
    title = fit(card.title, ROOM * OVER, [72 * OVER, 62 * OVER, 52 * OVER, 44 * OVER], 4)
    said = fit(card.said, ROOM * OVER, [30 * OVER, 26 * OVER], 3)
    leading = 1.14
    height = title.size * leading * len(title.lines) + said.size * 1.4 * len(said.lines)
    top = max(150 * OVER, (SIZE[1] * OVER - height) / 2)
    write(canvas, (LEFT * OVER, 104 * OVER), card.eyebrow, 26 * OVER, BRASS)
    y = top
    for line in title.lines:
        y += title.size * leading
        write(canvas, (LEFT * OVER, y - title.size * 0.2), line, title.size, INK)
    y += 14 * OVER
    for line in said.lines:
        y += said.size * 1.4
        write(canvas, (LEFT * OVER, y - said.size * 0.3), line, said.size, SOFT)
    write(canvas, (LEFT * OVER, 560 * OVER), card.foot, 26 * OVER, STEEL)


def _engine_turning(pen: ImageDraw.ImageDraw) -> None:
    """Rings that run out from the dial's centre, hardly to be seen."""
    for radius in range(RIM + 14, 1100, 14):
        pen.ellipse(_box(radius), outline=ENGINE_TURNED, width=OVER)


def _dial(canvas: Image.Image, pen: ImageDraw.ImageDraw, card: Card) -> None:
    pen.ellipse(_box(RIM), fill=RAISED, outline=BRASS, width=3 * OVER)
    for n in range(60):
        inner = RIM - (26 if n % 5 == 0 else 18)
        pen.line(
            [_at(inner, n * 6), _at(RIM - 12, n * 6)], INK if n % 5 == 0 else SOFT, (4 if n % 5 == 0 else 2) * OVER
        )
    if card.picture:
        _window(canvas, card.picture)
        pen.ellipse(_box(WINDOW), outline=HAIR, width=2 * OVER)
    else:
        _face(pen, has_hands=not card.numeral)
    if card.numeral:
        _numeral(canvas, pen, card.numeral, is_alone=not card.picture)


def _window(canvas: Image.Image, picture: bytes) -> None:
    side = 2 * WINDOW * OVER
    with Image.open(io.BytesIO(picture)) as image:
        cut = ImageOps.fit(image.convert("RGB"), (side, side), Image.Resampling.BICUBIC)
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
    canvas.paste(cut, (CENTRE[0] * OVER - side // 2, CENTRE[1] * OVER - side // 2), mask)


def _face(pen: ImageDraw.ImageDraw, *, has_hands: bool) -> None:
    """A dial; its hands at ten past ten, as those of every watch in a window."""
    for radius in range(20, WINDOW, 10):
        pen.ellipse(_box(radius), outline=ENGINE_TURNED, width=OVER)
    if not has_hands:
        return
    _hand(pen, 130, 305, 11, INK)
    _hand(pen, 196, 60, 8, INK)
    pen.line([_at(-46, 210), _at(208, 210)], STEEL, 3 * OVER)
    pen.ellipse(_box(9), fill=STEEL)


def _hand(pen: ImageDraw.ImageDraw, length: float, angle: float, half: float, colour: Colour) -> None:
    """A leaf: from the centre, broadest at a third, to its point."""
    sides = [_at(length / 3, angle + turn * math.degrees(math.atan2(half, length / 3))) for turn in (-1, 1)]
    pen.polygon([_at(-18, angle), sides[0], _at(length, angle), sides[1]], fill=colour)


def _numeral(canvas: Image.Image, pen: ImageDraw.ImageDraw, numeral: str, *, is_alone: bool) -> None:
    """A place: on a disc at the rim, or in the middle of a dial that has no picture."""
    angle, distance, radius, size = (0.0, 0.0, 128, 170) if is_alone else (135.0, RIM - 34, 62, 70)
    x, y = _at(distance, angle)
    pen.ellipse((x - radius * OVER, y - radius * OVER, x + radius * OVER, y + radius * OVER), BRASS, RAISED, 5 * OVER)
    wide = width(numeral, size * OVER)
    write(canvas, (x - wide / 2, y + size * OVER * 0.36), numeral, size * OVER, RAISED)


def _box(radius: float) -> tuple[float, float, float, float]:
    x, y = CENTRE
    return (x - radius) * OVER, (y - radius) * OVER, (x + radius) * OVER, (y + radius) * OVER


def _at(radius: float, angle: float) -> tuple[float, float]:
    """A point of the dial, angles clockwise from the top."""
    turn = math.radians(angle)
    return (CENTRE[0] + radius * math.sin(turn)) * OVER, (CENTRE[1] - radius * math.cos(turn)) * OVER
