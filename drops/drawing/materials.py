"""What a watch is made of: metals, dial colours, surfaces. A paint is a function from a patch to its colours."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from drops.drawing.canvas import Colour, Paint, Patch
from drops.drawing.geometry import Point, polar

Ramp = tuple[Colour, ...]
LIGHT = 318.0  # the clock angle the light comes from: the upper left
# What polished metal mirrors of the room, turning away from the light: at which angle, how bright, how narrow.
REFLECTIONS = (
    (0, 0.4, 12), (26, -0.2, 60), (58, -0.3, 26), (84, 0.3, 90), (128, -0.16, 30), (168, 0.34, 60),
    (205, -0.12, 40), (247, 0.22, 70), (290, -0.34, 26), (326, -0.12, 90),
)  # fmt: skip

METALS: dict[str, Ramp] = {
    "steel": ((46, 48, 52), (104, 106, 110), (164, 165, 167), (214, 214, 213), (255, 255, 253)),
    "gold": ((84, 56, 20), (150, 108, 50), (206, 164, 94), (240, 210, 148), (255, 248, 226)),
    "rose": ((88, 46, 34), (158, 98, 74), (212, 150, 120), (242, 200, 174), (255, 242, 232)),
    "titanium": ((44, 43, 42), (86, 84, 82), (128, 126, 122), (168, 165, 160), (220, 217, 211)),
    "black": ((10, 10, 11), (26, 26, 28), (48, 49, 52), (86, 88, 92), (170, 172, 177)),
    "bronze": ((56, 36, 18), (104, 72, 40), (150, 110, 66), (190, 152, 102), (236, 212, 170)),
    "blued": ((6, 12, 40), (14, 34, 92), (26, 62, 148), (64, 112, 204), (186, 212, 255)),
}
DIALS: dict[str, Ramp] = {
    "blue": ((7, 17, 40), (20, 48, 98), (36, 80, 150), (74, 122, 190), (148, 186, 232)),
    "anthracite": ((14, 15, 17), (34, 35, 38), (62, 64, 68), (104, 106, 111), (176, 178, 182)),
    "enamel": ((214, 209, 198), (234, 230, 220), (245, 242, 234), (250, 248, 242), (255, 254, 251)),
    "fir": ((5, 20, 15), (12, 42, 32), (24, 72, 56), (62, 116, 94), (144, 188, 166)),
    "salmon": ((134, 80, 58), (178, 116, 88), (214, 152, 122), (238, 186, 158), (255, 224, 204)),
    "lacquer": ((3, 3, 4), (9, 9, 11), (17, 18, 21), (40, 42, 47), (104, 108, 116)),
    "silver": ((138, 136, 131), (178, 176, 171), (208, 206, 201), (232, 231, 227), (254, 254, 252)),
    "glacier": ((84, 112, 130), (126, 156, 174), (166, 194, 210), (202, 222, 233), (240, 248, 252)),
    "burgundy": ((28, 5, 10), (58, 12, 22), (92, 24, 38), (138, 58, 72), (206, 144, 154)),
    "havana": ((26, 15, 8), (54, 33, 19), (88, 56, 34), (134, 94, 64), (200, 164, 132)),
    "cream": ((196, 184, 156), (220, 210, 186), (236, 228, 208), (245, 239, 224), (254, 251, 242)),
}
PALE = frozenset({"enamel", "salmon", "silver", "glacier", "cream"})
INK: Colour = (26, 27, 31)
CHALK: Colour = (240, 237, 229)
LUME: Colour = (228, 238, 208)
SIGNAL: Colour = (206, 52, 36)


def toned(ramp: Ramp, tone: float) -> Colour:
    """The ramp's colour at 0 (in the shade) to 1 (in the light)."""
    place = min(max(tone, 0.0), 1.0) * (len(ramp) - 1)
    low = min(int(place), len(ramp) - 2)
    part = place - low
    red, green, blue = (
        round(dark + (light - dark) * part) for dark, light in zip(ramp[low], ramp[low + 1], strict=True)
    )
    return red, green, blue


def facing(angle: float, *, least: float = 0.12, most: float = 0.96) -> float:
    """The tone of a facet whose slope looks towards a clock angle."""
    return least + (most - least) * (0.5 + 0.5 * math.cos(math.radians(angle - LIGHT)))


def linear(stops: Sequence[tuple[float, Colour]], start: Point, end: Point) -> Paint:
    """A straight gradient between two points, held beyond them."""

    def paint(patch: Patch) -> Image.Image:
        (x0, y0), (x1, y1) = patch.pixel(start), patch.pixel(end)
        square = (x1 - x0) ** 2 + (y1 - y0) ** 2
        a, b = (x1 - x0) / square, (y1 - y0) / square
        corners = [(x - x0) * a + (y - y0) * b for x in (0, patch.width) for y in (0, patch.height)]
        low, reach = min(corners), max(corners) - min(corners)
        rows = 512
        strip = Image.new("RGB", (3, rows))
        pen = ImageDraw.Draw(strip)
        for row in range(rows):
            pen.line(((0, row), (2, row)), fill=between(stops, low + reach * row / rows))
        ratio = (rows - 2) / reach
        slope = (0, 0, 1.5, a * ratio, b * ratio, 1 - (x0 * a + y0 * b + low) * ratio)
        return strip.transform(patch.size, Image.Transform.AFFINE, slope, Image.Resampling.BILINEAR)

    return paint


def between(stops: Sequence[tuple[float, Colour]], place: float) -> Colour:
    """The colour of a gradient at a place, the first and last ones held."""
    if place <= stops[0][0]:
        return stops[0][1]
    for (low, dark), (high, light) in pairwise(stops):
        if place <= high:
            return toned((dark, light), (place - low) / (high - low))
    return stops[-1][1]


def conic(colour_at: Callable[[float], Colour], centre: Point = (0.0, 0.0), sectors: int = 720) -> Paint:
    """Colours by the clock angle around a centre: turned metal and brushed suns."""

    def paint(patch: Patch) -> Image.Image:
        image = Image.new("RGB", patch.size)
        pen = ImageDraw.Draw(image)
        middle = patch.pixel(centre)
        far = 2 * (math.hypot(*patch.size) + math.dist(middle, (patch.width / 2, patch.height / 2)))
        step = 360 / sectors
        for number in range(sectors):
            rim = [polar(far, angle * step, middle) for angle in (number - 0.02, number + 1.3)]
            pen.polygon([middle, *rim], fill=colour_at((number + 0.5) * step))
        return image

    return paint


def turned(ramp: Ramp, *, inward: bool = False, centre: Point = (0.0, 0.0), level: float = 1.0) -> Paint:
    """A polished bevel around a centre: bright to the light, dark away from it, with the room's reflections."""
    colours = polish(ramp, inward, level)
    return conic(lambda angle: colours[int(angle * 2) % 720], centre)


@cache
def polish(ramp: Ramp, inward: bool, level: float) -> tuple[Colour, ...]:  # noqa: FBT001 -- a cache's key
    """What such a bevel mirrors, by half degrees."""

    def tone(angle: float) -> float:
        away = math.radians(angle - LIGHT - (180 if inward else 0))
        glints = sum(gain * max(0.0, math.cos(away - math.radians(at))) ** power for at, gain, power in REFLECTIONS)
        return (0.5 + 0.3 * math.cos(away) + glints) * level

    return tuple(toned(ramp, tone(half / 2)) for half in range(720))


def brushed_round(ramp: Ramp, chance: Random, *, centre: Point = (0.0, 0.0), level: float = 0.5) -> Paint:
    """A flat ring brushed in circles: two soft hourglass lights."""
    grain = [chance.uniform(-0.035, 0.035) for _ in range(720)]

    def colour(angle: float) -> Colour:
        lobe = abs(math.cos(math.radians(angle - LIGHT))) ** 2.4
        return toned(ramp, level - 0.1 + 0.34 * lobe + grain[int(angle * 2) % 720])

    return conic(colour, centre)


def sunburst(ramp: Ramp, chance: Random, *, centre: Point = (0.0, 0.0), depth: float = 1.0) -> Paint:
    """A dial brushed from its centre: the light makes two opposite fans of fine rays."""
    sectors = 1800
    grain = [chance.gauss(0, 0.028) for _ in range(sectors)]
    slow = [chance.gauss(0, 0.02) for _ in range(90)]

    def colour(angle: float) -> Colour:
        away = math.radians(angle - LIGHT - 8)
        near, far = max(0.0, math.cos(away)), max(0.0, -math.cos(away))
        fans = 0.56 * near**4 + 0.4 * far**5 + 0.12 * abs(math.sin(away)) ** 10
        ray = grain[int(angle * sectors / 360) % sectors] + slow[int(angle / 4) % 90]
        return toned(ramp, 0.24 + depth * (fans + ray))

    return conic(colour, centre, sectors)


def noise(size: tuple[int, int], chance: Random) -> Image.Image:
    return Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))


def brushed(paint: Paint, chance: Random, *, across: bool = False, strength: float = 0.2) -> Paint:
    """Fine parallel lines over a paint: upright, or across."""

    def lined(patch: Patch) -> Image.Image:
        width, height = patch.size
        small = (max(1, width // 90 + 1), height) if across else (width, max(1, height // 90 + 1))
        lines = noise(small, chance).resize(patch.size, Image.Resampling.BILINEAR)
        return grained(laid(paint, patch), lines, strength)

    return lined


def laid(paint: Paint, patch: Patch) -> Image.Image:
    return paint(patch) if callable(paint) else Image.new("RGB", patch.size, paint)


def grained(base: Image.Image, relief: Image.Image, strength: float) -> Image.Image:
    """Overlay a grey relief (128 changes nothing) on a picture."""
    soft = relief.point([round(128 + (value - 128) * strength) for value in range(256)])
    return ImageChops.overlay(base, Image.merge("RGB", (soft, soft, soft)))


def lit(height: Image.Image, gain: float) -> Image.Image:
    """A height map as seen under the house's light: slopes to the upper left shine."""
    kernel = ImageFilter.Kernel((3, 3), (-2, -2, -1, -2, 0, 2, 1, 2, 2), scale=1 / gain, offset=128)
    return height.filter(kernel)


def relief(
    paint: Paint, height_of: Callable[[Patch], Image.Image], *, gain: float = 1.0, strength: float = 0.8
) -> Paint:
    """Engraving over a paint, from a height map."""

    def engraved(patch: Patch) -> Image.Image:
        return grained(laid(paint, patch), lit(height_of(patch), gain), strength)

    return engraved


def hobnails(pitch: float) -> Callable[[Patch], Image.Image]:
    """Clous de Paris: a square field of small pyramids, cut by two passes at right angles."""

    def height(patch: Patch) -> Image.Image:
        cell = 32
        tile = Image.new("L", (cell, cell))
        pen = ImageDraw.Draw(tile)
        for inset in range(cell // 2):
            pen.rectangle((inset, inset, cell - 1 - inset, cell - 1 - inset), outline=inset * 510 // cell)
        diagonal = math.hypot(*patch.size)
        cells = 2 * math.ceil(diagonal / (pitch * patch.scale)) + 2
        field = Image.new("L", (cell * cells, cell * cells))
        for column in range(cells):
            for row in range(cells):
                field.paste(tile, (column * cell, row * cell))
        ratio = cell / (pitch * patch.scale) * math.sqrt(0.5)  # set on its point
        x, y = patch.pixel((0.0, 0.0))
        middle = cell * cells / 2
        slope = (ratio, ratio, middle - ratio * (x + y), -ratio, ratio, middle + ratio * (x - y))
        return field.transform(patch.size, Image.Transform.AFFINE, slope, Image.Resampling.BICUBIC)

    return height


def barleycorns(outer: float, inner: float, lobes: int = 48, pitch: float = 0.62) -> Callable[[Patch], Image.Image]:
    """Grain d’orge: a rose engine's wavy circles, every other one shifted by half a wave."""

    def height(patch: Patch) -> Image.Image:
        over = 2
        image = Image.new("L", (patch.width * over, patch.height * over), 200)
        pen = ImageDraw.Draw(image)
        width = max(2, round(pitch * 0.3 * patch.scale * over))
        for number in range(int((outer - inner) / pitch) + 2):
            radius, phase = inner + number * pitch, (number % 2) * 180
            wave = pitch * 0.46
            points = [
                patch.pixel(polar(radius + wave * math.cos(math.radians(lobes * step / 4 + phase)), step / 4), over)
                for step in range(1441)
            ]
            pen.line(points, fill=40, width=width, joint="curve")
        return image.reduce(over).filter(ImageFilter.GaussianBlur(pitch * 0.09 * patch.scale))

    return height


def swell(pitch: float, wave: float, length: float) -> Callable[[Patch], Image.Image]:
    """Horizontal waves (wave 0: the planks of a deck)."""

    def height(patch: Patch) -> Image.Image:
        image = Image.new("L", patch.size, 200)
        pen = ImageDraw.Draw(image)
        x0, y0 = patch.pixel((0.0, 0.0))
        scale = patch.scale
        for number in range(-int(y0 / (pitch * scale)) - 2, int((patch.height - y0) / (pitch * scale)) + 3):
            middle = y0 + (number + 0.5) * pitch * scale
            points = [
                (x, middle + wave * scale * math.sin((x - x0) / (length * scale) * 2 * math.pi))
                for x in range(-4, patch.width + 5, 3)
            ]
            pen.line(points, fill=40, width=max(2, round(pitch * (0.42 if wave else 0.12) * scale)))
        return image.filter(ImageFilter.GaussianBlur(pitch * (0.16 if wave else 0.03) * scale))

    return height


def stripes(ramp: Ramp, pitch: float, angle: float) -> Paint:
    """Côtes de Genève: parallel bands, each lit from one edge to the other as a mill leaves them."""

    def paint(patch: Patch) -> Image.Image:
        image = Image.new("RGB", patch.size)
        pen = ImageDraw.Draw(image)
        far = math.hypot(*patch.size) / patch.scale * 2
        lines = 14
        for number in range(-int(far / pitch) * lines, int(far / pitch) * lines):
            at = number * pitch / lines
            part = (number % lines) / lines
            ends = (polar(far, angle), polar(far, angle + 180))
            aside = polar(at, angle + 90)
            corners = [patch.pixel((x + aside[0], y + aside[1])) for x, y in ends]
            tone = 0.56 + 0.17 * math.cos(part * 2 * math.pi) + (0.12 if part < 1 / lines else 0)
            pen.line(corners, fill=toned(ramp, tone), width=math.ceil(pitch / lines * patch.scale) + 1)
        return image

    return paint


def grains(chance: Random, size: float) -> Callable[[Patch], Image.Image]:
    """Leather, sand-blasting, felt: bumps of about this size."""

    def height(patch: Patch) -> Image.Image:
        pixels = max(1.0, size * patch.scale)
        small = (math.ceil(patch.width / pixels) + 1, math.ceil(patch.height / pixels) + 1)
        return noise(small, chance).resize(patch.size, Image.Resampling.BICUBIC)

    return height
