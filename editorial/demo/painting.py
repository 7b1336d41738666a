"""What no watch shows from outside, painted for the magazine: an escapement, a hairspring, a moon, a quartz, a night.

Lengths are in thousandths of the picture's width; the picture is 3 by 2, its light from the upper left.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import cos, radians, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]
FINER = 2  # painted larger, then reduced: that is what smooths the edges

IVORY, INK = (240, 234, 222), (44, 42, 44)
STEEL, LIT = (142, 148, 156), (214, 218, 222)
BRASS, GOLD = (176, 138, 74), (226, 194, 128)
RUBY, BLUED, NIGHT = (176, 28, 62), (38, 70, 148), (18, 28, 58)
LUME = (126, 240, 178)


class Sheet:
    """A sheet of paper to paint on, in thousandths of its width."""

    def __init__(self, width: int, ground: Colour, edge: Colour) -> None:
        self.unit = width * FINER / 1000
        self.size = (width * FINER, width * FINER * 2 // 3)
        far = Image.radial_gradient("L").resize((self.size[0] * 5 // 4, self.size[1] * 3 // 2))
        left, top = (far.width - self.size[0]) // 2, (far.height - self.size[1]) // 2
        mask = far.crop((left, top, left + self.size[0], top + self.size[1]))
        self.image = Image.composite(Image.new("RGB", self.size, edge), Image.new("RGB", self.size, ground), mask)
        self.pen = ImageDraw.Draw(self.image)

    def _at(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.unit, y * self.unit) for x, y in points]

    def shape(self, points: Sequence[Point], fill: Colour, line: Colour | None = None, width: float = 1.4) -> None:
        self.pen.polygon(self._at(points), fill=fill)
        if line:
            self.line([*points, points[0]], line, width)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        self.pen.line(self._at(points), fill=fill, width=max(1, round(width * self.unit)), joint="curve")

    def disc(
        self, centre: Point, radius: float, fill: Colour | None, line: Colour | None = None, width: float = 2
    ) -> None:
        (x, y), r = centre, radius
        box = self._at([(x - r, y - r), (x + r, y + r)])
        self.pen.ellipse([*box[0], *box[1]], fill=fill, outline=line, width=max(1, round(width * self.unit)))

    def shadow(self, paint: Callable[["Sheet"], None], strength: int = 90, blur: float = 9) -> None:
        """What `paint` draws, first as its own soft shadow to the lower right, then itself."""
        bare = Sheet.__new__(Sheet)
        bare.unit, bare.size = self.unit, self.size
        bare.image = Image.new("RGB", self.size, (255, 255, 255))
        bare.pen = ImageDraw.Draw(bare.image)
        paint(bare)
        mask = bare.image.convert("L").point(lambda value: 0 if value > 250 else strength)
        moved = Image.new("L", self.size)
        moved.paste(mask, (round(7 * self.unit), round(10 * self.unit)))
        moved = moved.filter(ImageFilter.GaussianBlur(blur * self.unit))
        self.image.paste(Image.new("RGB", self.size, (20, 18, 22)), mask=moved)
        paint(self)

    def glow(self, paint: Callable[["Sheet"], None], blur: float) -> None:
        """What `paint` draws, in a halo of its own light."""
        bare = Sheet.__new__(Sheet)
        bare.unit, bare.size = self.unit, self.size
        bare.image = Image.new("RGB", self.size)
        bare.pen = ImageDraw.Draw(bare.image)
        paint(bare)
        halo = bare.image.filter(ImageFilter.GaussianBlur(blur * self.unit))
        for each in (halo, bare.image):
            light = each.convert("L").point(lambda value: min(255, value * 3 // 2))
            self.image.paste(each, mask=light)

    def done(self) -> Image.Image:
        return self.image.resize((self.size[0] // FINER, self.size[1] // FINER), Image.Resampling.LANCZOS)


def _polar(centre: Point, radius: float, degrees: float) -> Point:
    angle = radians(degrees)
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def _ring(centre: Point, radius: float, steps: int = 120) -> list[Point]:
    return [_polar(centre, radius, 360 * step / steps) for step in range(steps)]


def lever(width: int) -> Image.Image:
    """A Swiss lever escapement, locked on its entry pallet: wheel below, lever between, roller above."""
    sheet = Sheet(width, IVORY, (206, 196, 178))
    wheel, pivot, staff = (500, 470), (500, 285), (500, 98)

    def escape_wheel(on: Sheet) -> None:
        for tooth in range(15):
            turn = -90 + 12 + tooth * 24
            tip, toe = _polar(wheel, 150, turn + 7), _polar(wheel, 143, turn + 1)
            on.shape([_polar(wheel, 114, turn - 7), toe, tip, _polar(wheel, 114, turn + 4)], BRASS, (120, 90, 44))
        on.disc(wheel, 117, BRASS, (120, 90, 44))
        on.disc(wheel, 95, IVORY if on is not sheet else (228, 220, 206), (120, 90, 44))
        for arm in range(4):
            on.line([wheel, _polar(wheel, 98, 45 + arm * 90)], BRASS, 15)
        on.disc(wheel, 26, GOLD, (120, 90, 44))
        on.disc(wheel, 9, STEEL, INK)

    def lever_and_pallets(on: Sheet) -> None:
        on.shape([(486, 285), (492, 170), (508, 170), (514, 285)], STEEL, INK)
        on.shape(
            [(484, 175), (478, 143), (491, 139), (493, 159), (507, 159), (509, 139), (522, 143), (516, 175)], STEEL, INK
        )
        on.shape(
            [(500, 261), (628, 295), (646, 327), (626, 339), (500, 313), (374, 339), (354, 327), (372, 295)], STEEL, INK
        )
        on.line([(374, 301), (500, 267), (626, 301)], LIT, 4)
        on.shape([(352, 305), (376, 299), (390, 355), (368, 367)], RUBY, (96, 10, 32))
        on.shape([(648, 305), (624, 299), (612, 349), (634, 365)], RUBY, (96, 10, 32))
        on.line([(360, 311), (374, 357)], (240, 132, 152), 3)
        on.line([(630, 307), (620, 347)], (240, 132, 152), 3)
        on.disc(pivot, 16, LIT, INK)
        on.disc(pivot, 6, RUBY, INK)

    def roller(on: Sheet) -> None:
        on.disc(staff, 68, LIT, INK)
        on.disc(staff, 58, (190, 196, 202), STEEL)
        on.disc(staff, 28, STEEL, INK)
        on.disc((500, 150), 8, RUBY, (96, 10, 32))
        on.disc(staff, 11, GOLD, INK)

    for part in (escape_wheel, roller, lever_and_pallets):
        sheet.shadow(part)
    for side in (432, 568):
        sheet.shadow(partial(Sheet.disc, centre=(side, 217), radius=9, fill=GOLD, line=(120, 90, 44)))
    return sheet.done()


def hairspring(width: int) -> Image.Image:
    """A hairspring in heat-blued steel on its collet, the balance behind it out of focus."""
    sheet = Sheet(width, (244, 240, 230), (214, 206, 190))
    centre = (470, 335)
    sheet.disc(centre, 430, None, (206, 184, 140), 34)
    for arm in (20, 140, 260):
        sheet.line([centre, _polar(centre, 425, arm)], (212, 192, 152), 26)
    sheet.image = sheet.image.filter(ImageFilter.GaussianBlur(7 * sheet.unit))
    sheet.pen = ImageDraw.Draw(sheet.image)
    turns = 13.4
    coil = [_polar(centre, 34 + 15.6 * turn, 360 * turn) for turn in (step / 90 for step in range(round(turns * 90)))]

    def spring(on: Sheet) -> None:
        on.line(coil, BLUED, 4.6)
        on.line([(x - 0.8, y - 0.8) for x, y in coil], (92, 132, 214), 1.4)

    sheet.shadow(spring, strength=110, blur=6)
    end = coil[-1]
    sheet.shadow(
        lambda on: on.shape(
            [
                (end[0] - 14, end[1] - 26),
                (end[0] + 18, end[1] - 20),
                (end[0] + 14, end[1] + 20),
                (end[0] - 18, end[1] + 16),
            ],
            STEEL,
            INK,
        )
    )
    sheet.shadow(lambda on: on.disc(centre, 36, GOLD, (120, 90, 44)))
    sheet.disc(centre, 15, STEEL, INK)
    sheet.line([_polar(centre, 15, 60), _polar(centre, 36, 60)], (120, 90, 44), 4)
    return sheet.done()


def moon(width: int) -> Image.Image:
    """A moon-phase window: a golden moon half out from behind its engraved hump, and the days around."""
    sheet = Sheet(width, (248, 245, 238), (214, 208, 196))
    centre, chance = (500, 430), Random("lune")  # noqa: S311 -- stars
    disc = 300.0
    sheet.shape([centre, *(_polar(centre, disc, 180 + step) for step in range(181))], NIGHT)
    for _ in range(110):
        x, y = _polar(centre, disc * chance.uniform(0.2, 0.97), chance.uniform(184, 356))
        sheet.disc((x, y), chance.choice([1.2, 1.6, 2.4]), (236, 224, 190))
    at = _polar(centre, 178, 238)
    sheet.glow(lambda on: on.disc(at, 84, (226, 190, 110)), 10)
    for dx, dy, crater in ((-26, -20, 17), (18, -34, 10), (26, 14, 22), (-14, 30, 12), (-44, 16, 8)):
        sheet.disc((at[0] + dx, at[1] + dy), crater, (208, 168, 88))
    for turn in (180, 0):
        hump = _polar(centre, 178, turn)
        bump = [point for point in _ring(hump, 92) if point[1] <= centre[1] + 1]
        sheet.shape(bump, (246, 243, 236), (150, 140, 120), 2)
        for ring in range(12, 92, 9):
            sheet.line([p for p in _ring(hump, ring) if p[1] < centre[1]], (200, 190, 170), 1)
    sheet.line([(140, 431), (860, 431)], (150, 140, 120), 2)
    for step in range(60):
        day = 180 + 180 * step / 59
        whole = step % 2 == 0
        inner = 318 if step % 10 == 0 else 330 if whole else 338
        sheet.line([_polar(centre, inner, day), _polar(centre, 350, day)], INK, 3 if step % 10 == 0 else 1.6)
    for left in range(5, 1000, 22):
        for top in range(470, 670, 22):
            diamond = [(left, top - 8), (left + 8, top), (left, top + 8), (left - 8, top)]
            sheet.shape(diamond, (236, 231, 221), (222, 215, 202), 1)
    return sheet.done()


def quartz(width: int) -> Image.Image:
    """A watch's quartz: a tuning fork of crystal in its opened can, on a circuit."""
    sheet = Sheet(width, (38, 84, 66), (16, 44, 36))
    chance = Random("quartz")  # noqa: S311 -- copper lanes
    for lane in range(14):
        y = 30 + lane * 46
        bend = chance.randrange(120, 340)
        right = chance.randrange(700, 900)
        line = [(0, y), (bend, y), (bend + 24, y + 24), (right, y + 24), (right + 24, y), (1000, y)]
        sheet.line(line, (86, 138, 102), 4)
        for x, at in ((bend, y), (right, y + 24)):
            sheet.disc((x, at), 9, GOLD, (70, 60, 30))
            sheet.disc((x, at), 4, (24, 52, 42))

    def can(on: Sheet) -> None:
        on.shape(
            [(120, 226), (760, 226), *(_polar((760, 333), 107, turn) for turn in range(-90, 91, 3)), (120, 440)],
            STEEL,
            INK,
            3,
        )
        on.shape(
            [(150, 250), (760, 250), *(_polar((760, 333), 83, turn) for turn in range(-90, 91, 3)), (150, 416)],
            (58, 62, 68),
            (90, 96, 102),
            2,
        )
        on.shape([(60, 222), (150, 222), (150, 444), (60, 444)], (120, 126, 132), INK, 3)
        on.line([(90, 224), (90, 442)], LIT, 4)

    sheet.shadow(can, strength=140)
    for y in (292, 374):
        sheet.line([(0, y), (62, y)], LIT, 12)

    def fork(on: Sheet) -> None:
        for y in (284, 346):
            on.shape([(330, y), (770, y), (770, y + 38), (330, y + 38)], (206, 226, 232), (150, 176, 186), 2)
        on.shape(
            [(180, 284), (330, 284), (372, 322), (372, 346), (330, 384), (180, 384)],
            (206, 226, 232),
            (150, 176, 186),
            2,
        )

    sheet.shadow(fork, strength=120, blur=6)
    for y in (291, 353):
        sheet.shape([(300, y), (700, y), (700, y + 9), (300, y + 9)], GOLD)
        sheet.shape([(340, y + 15), (740, y + 15), (740, y + 24), (340, y + 24)], BRASS)
    sheet.shape([(176, 296), (310, 296), (310, 318), (176, 318)], GOLD)
    sheet.shape([(176, 350), (310, 350), (310, 372), (176, 372)], GOLD)
    sheet.line([(332, 287), (766, 287)], (248, 252, 252), 2.4)
    sheet.line([(332, 349), (766, 349)], (248, 252, 252), 2.4)
    return sheet.done()


def night(width: int) -> Image.Image:
    """A dial in the dark at ten past ten: only what luminesces is there."""
    sheet = Sheet(width, (13, 16, 18), (4, 5, 6))
    centre = (500, 352)
    sheet.disc(centre, 300, (15, 18, 20), (30, 34, 36), 3)

    def marks(on: Sheet) -> None:
        for hour in range(1, 12):
            turn = hour * 30 - 90
            broad, inner = (13, 196) if hour % 3 == 0 else (8.5, 216)
            side = turn + 90
            corners = [(inner, -broad), (262, -broad), (262, broad), (inner, broad)]
            on.shape([_polar(_polar(centre, radius, turn), off, side) for radius, off in corners], LUME)
        on.shape([_polar(centre, 192, -90), _polar(centre, 268, -97.5), _polar(centre, 268, -82.5)], LUME)
        for turn, long, broad in ((-90 + 305, 150, 13), (-90 + 60, 206, 10)):
            side = turn + 90
            corners = [(46, 0), (70, -broad), (long - 26, -broad), (long, 0), (long - 26, broad), (70, broad)]
            on.shape([_polar(_polar(centre, radius, turn), off, side) for radius, off in corners], LUME)

    sheet.glow(marks, 15)
    sheet.disc(centre, 13, (24, 28, 30), (48, 54, 56))
    return sheet.done()


PAINTINGS: dict[str, Callable[[int], Image.Image]] = {
    "ancre": lever,
    "spiral": hairspring,
    "lune": moon,
    "diapason": quartz,
    "nuit": night,
}
