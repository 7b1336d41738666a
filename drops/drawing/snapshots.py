"""Photos that members of the demo enter: a watch where it has no business. Nothing that Django is needed for."""

import io
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

from drops.drawing.canvas import Canvas, Colour
from drops.drawing.case import draw_case, silhouette
from drops.drawing.design import WatchDesign
from drops.drawing.materials import grained, noise
from drops.drawing.scene import draw_face

SIZE = (600, 450)
TILT = 2.1  # diameters of the case that the picture is high
QUALITY = 82

Painter = Callable[[Image.Image, Random], None]


def sky(top: Colour, low: Colour) -> Painter:
    """From the zenith down to the horizon."""

    def paint(picture: Image.Image, _chance: Random) -> None:
        pen, height = ImageDraw.Draw(picture), picture.height
        for y in range(height):
            part = y / height
            pen.line([(0, y), (picture.width, y)], _between(top, low, part))

    return paint


def ridge(level: float, roughness: float, colour: Colour) -> Painter:
    """Mountains, or a forest's edge: a line that breaks again and again."""

    def paint(picture: Image.Image, chance: Random) -> None:
        heights = [chance.uniform(-1, 1) for _ in range(3)]
        reach = roughness
        for _ in range(6):
            middles = [(a + b) / 2 + chance.uniform(-reach, reach) for a, b in pairwise(heights)]
            heights = [h for pair in zip(heights, middles, strict=False) for h in pair] + heights[-1:]
            reach *= 0.52
        step = picture.width / (len(heights) - 1)
        crest = [(n * step, picture.height * (level + 0.12 * h)) for n, h in enumerate(heights)]
        ImageDraw.Draw(picture).polygon([*crest, (picture.width, picture.height), (0, picture.height)], fill=colour)

    return paint


def water(level: float, deep: Colour, light: Colour) -> Painter:
    """A lake from `level` down, with what the wind does to it."""

    def paint(picture: Image.Image, chance: Random) -> None:
        pen, top = ImageDraw.Draw(picture), round(picture.height * level)
        pen.rectangle((0, top, picture.width, picture.height), fill=deep)
        for _ in range(420):
            y = top + (picture.height - top) * chance.random() ** 1.6
            reach = 4 + (y - top) * 0.22 * chance.random()
            x = chance.uniform(0, picture.width)
            pen.line([(x - reach, y), (x + reach, y)], _between(deep, light, chance.random()), 2)

    return paint


def tiles(side: int, colour: Colour, joint: Colour) -> Painter:
    """A kitchen's wall, a bathroom's floor."""

    def paint(picture: Image.Image, chance: Random) -> None:
        pen = ImageDraw.Draw(picture)
        pen.rectangle((0, 0, *picture.size), fill=joint)
        for y in range(-side, picture.height, side):
            for x in range(-side, picture.width, side):
                tone = _between(colour, joint, chance.uniform(0, 0.25))
                pen.rounded_rectangle((x + 3, y + 3, x + side - 2, y + side - 2), 5, fill=tone)

    return paint


def planks(width: int, colour: Colour, dark: Colour) -> Painter:
    """A bench, a cellar's barrel, a train's table."""

    def paint(picture: Image.Image, chance: Random) -> None:
        pen = ImageDraw.Draw(picture)
        for x in range(0, picture.width, width):
            tone = _between(colour, dark, chance.uniform(0, 0.35))
            pen.rectangle((x, 0, x + width - 3, picture.height), fill=tone)
            for _ in range(9):
                at = x + chance.uniform(2, width - 5)
                pen.line([(at, 0), (at + chance.uniform(-6, 6), picture.height)], _between(tone, dark, 0.35), 1)

    return paint


def rounds(number: int, radius: float, colours: tuple[Colour, ...]) -> Painter:
    """Things in heaps: pebbles, grapes, snowflakes, lamps at night."""

    def paint(picture: Image.Image, chance: Random) -> None:
        pen = ImageDraw.Draw(picture)
        for _ in range(number):
            x, y, r = (
                chance.uniform(0, picture.width),
                chance.uniform(0, picture.height),
                radius * chance.uniform(0.5, 1.4),
            )
            colour = chance.choice(colours)
            pen.ellipse((x - r, y - r * 0.86, x + r, y + r * 0.86), _between(colour, (0, 0, 0), 0.3))
            pen.ellipse((x - r, y - r * 0.86, x + r * 0.82, y + r * 0.66), colour)

    return paint


DAY, DUSK, NIGHT = (
    sky((92, 148, 205), (222, 232, 236)),
    sky((64, 62, 110), (240, 170, 120)),
    sky((10, 14, 30), (42, 52, 84)),
)
SNOW = rounds(260, 4, ((250, 252, 255), (226, 234, 244)))

DRESS = WatchDesign(
    brand="COMBE", line="MANUFACTURE · JURA", diameter=38.5, lug_to_lug=46.0, dial="blue", layout="small_seconds"
)
DIVER = WatchDesign(
    brand="NOIRVAUX",
    line="AUTOMATIQUE",
    foot="300 M · 30 BAR",
    serif=False,
    diameter=40.5,
    lug_to_lug=47.5,
    dial="lacquer",
    texture="waves",
    indices="diver",
    hands="sword",
    lume=True,
    bezel="diver",
    bezel_colours=("blue", "blue"),
    strap="bracelet",
    date=10,
)
CHRONOGRAPH = WatchDesign(
    brand="ROVÉRAL",
    line="CHRONOGRAPHE",
    serif=False,
    diameter=39.5,
    lug_to_lug=47.0,
    dial="silver",
    counter="lacquer",
    layout="three_counters",
    hands="baton",
    lume=True,
    bezel="tachymeter",
    seconds_signal=True,
    strap_colour=(38, 34, 32),
)

# By name: what lies behind, out of focus, and which watch of the demo is in front.
SCENES: dict[str, tuple[tuple[Painter, ...], WatchDesign]] = {
    "sommet": ((DAY, ridge(0.5, 1.0, (128, 146, 168)), ridge(0.7, 0.9, (236, 240, 244))), DRESS),
    "lac": (
        (DUSK, ridge(0.42, 0.7, (70, 66, 96)), water(0.52, (58, 74, 110), (244, 190, 150))),
        DIVER,
    ),
    "cuisine": ((tiles(72, (232, 228, 216), (170, 164, 150)),), CHRONOGRAPH),
    "foret": (
        (sky((150, 176, 150), (60, 84, 60)), ridge(0.3, 1.2, (46, 72, 52)), ridge(0.6, 1.0, (28, 46, 34))),
        DRESS,
    ),
    "galets": (
        (rounds(520, 34, ((150, 148, 142), (120, 122, 126), (178, 170, 158), (104, 98, 92))),),
        DIVER,
    ),
    "etabli": ((planks(88, (150, 104, 62), (84, 54, 30)),), CHRONOGRAPH),
    "neige": (
        (sky((160, 176, 200), (230, 236, 242)), ridge(0.6, 0.6, (240, 244, 250)), SNOW),
        DRESS,
    ),
    "ville": (
        (NIGHT, ridge(0.55, 2.2, (20, 22, 34)), rounds(150, 5, ((255, 208, 120), (255, 236, 190), (160, 190, 255)))),
        CHRONOGRAPH,
    ),
    "vigne": ((rounds(420, 30, ((72, 44, 84), (92, 56, 104), (58, 38, 70), (96, 124, 60))),), DIVER),
    "piscine": ((tiles(54, (96, 186, 206), (220, 240, 244)),), DIVER),
    "aube": ((sky((44, 60, 112), (250, 196, 150)), ridge(0.62, 0.8, (40, 42, 70))), DRESS),
    "cave": (
        (planks(64, (104, 66, 40), (40, 24, 16)), rounds(16, 26, ((196, 168, 120), (150, 118, 78)))),
        DRESS,
    ),
    "glacier": (
        (sky((190, 214, 230), (232, 242, 248)), ridge(0.36, 1.6, (168, 206, 224)), ridge(0.62, 1.8, (204, 230, 240))),
        DIVER,
    ),
}
COLOURS = ("blue", "salmon", "fir", "silver", "burgundy", "cream", "anthracite", "glacier")


def photos(names: Iterable[str]) -> dict[str, bytes]:
    """These photos as JPEG, a process for each core; the same name is the same picture."""
    names = list(dict.fromkeys(names))
    if not names:
        return {}
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return dict(zip(names, pool.map(photo, names, chunksize=4), strict=True))


def photo(name: str) -> bytes:
    """One photo as JPEG."""
    chance = Random(name)  # noqa: S311 -- brush strokes, no secret
    behind, design = SCENES[name]
    picture = Image.new("RGB", SIZE)
    for paint in behind:
        paint(picture, chance)
    picture = picture.filter(ImageFilter.GaussianBlur(2.4))
    dial: Any = COLOURS[list(SCENES).index(name) % len(COLOURS)]
    design = replace(design, dial=dial)
    aim = (SIZE[0] * chance.uniform(0.4, 0.6), SIZE[1] * chance.uniform(0.46, 0.54))
    canvas = Canvas(SIZE, SIZE[1] / (design.diameter * TILT / 1.5), aim)
    canvas.image.paste(picture)
    fallen = silhouette(design)
    canvas.paint(fallen.moved(2.6, 4.4), (0, 0, 0), opacity=0.34, blur=2.6)
    draw_case(canvas, design, chance)
    draw_face(canvas, design, chance)
    file = io.BytesIO()
    grained(canvas.image, noise(SIZE, chance), 0.04).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _between(one: Colour, other: Colour, part: float) -> Colour:
    return tuple(round(a + (b - a) * part) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]  # three and three
