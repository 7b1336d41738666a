"""The whole picture: a table, a watch, the light."""

from __future__ import annotations

from random import Random

from PIL import Image

from drops.drawing.canvas import Canvas
from drops.drawing.case import draw_bezel, draw_case, silhouette
from drops.drawing.caseback import draw_back
from drops.drawing.design import View, WatchDesign
from drops.drawing.dial import draw_dial
from drops.drawing.geometry import box, disc, ring
from drops.drawing.hands import draw_crystal, draw_hands
from drops.drawing.materials import grained, linear, noise, toned

PROPORTION = (4, 5)
# How many diameters of the case the picture is wide, and where in it the dial's centre lies.
FRAMES: dict[View, tuple[float, tuple[float, float]]] = {
    "front": (1.36, (0.5, 0.5)),
    "detail": (0.72, (0.34, 0.3)),
    "back": (1.36, (0.5, 0.5)),
}


def draw(design: WatchDesign, width: int, *, view: View = "front", chance: Random) -> Image.Image:
    """A picture of `width` × 5/4 `width` pixels; the same design, size and chance give the same bytes."""
    height = width * PROPORTION[1] // PROPORTION[0]
    field, aim = FRAMES[view]
    canvas = Canvas((width, height), width / (design.diameter * field), (width * aim[0], height * aim[1]))
    side = -1 if view == "back" else 1
    draw_table(canvas, design, side)
    draw_case(canvas, design, chance, side)
    if view == "back":
        draw_back(canvas, design, chance)
    else:
        draw_face(canvas, design, chance)
    return grained(canvas.image, noise(canvas.image.size, chance), 0.03)


def draw_face(canvas: Canvas, design: WatchDesign, chance: Random) -> None:
    draw_bezel(canvas, design, chance)
    draw_dial(canvas, design, chance)
    draw_rim_shadow(canvas, design)
    draw_hands(canvas, design)
    draw_crystal(canvas, design)


def draw_table(canvas: Canvas, design: WatchDesign, side: int) -> None:
    far, reach = design.diameter * 3, design.diameter * 0.85
    ramp = ((0, 0, 0), design.backdrop, (255, 255, 255))
    stops = [(0.0, toned(ramp, 0.66)), (0.5, toned(ramp, 0.5)), (1.0, toned(ramp, 0.4))]
    canvas.paint(box(-far, -far, far, far), linear(stops, (-reach, -reach), (reach, reach)))
    fallen = silhouette(design, side)
    canvas.paint(fallen.moved(2.6, 4.4), (0, 0, 0), opacity=0.28, blur=2.6)
    canvas.paint(fallen.moved(0.7, 1.1), (0, 0, 0), opacity=0.4, blur=0.6)


def draw_rim_shadow(canvas: Canvas, design: WatchDesign) -> None:
    """The flange stands between the light and the dial’s upper left edge."""
    dial = disc(design.dial_radius)
    rim = ring(design.dial_radius + 3, design.dial_radius, (0.5, 0.75))
    canvas.paint(rim, (0, 0, 0), opacity=0.5, blur=0.45, within=dial)
