"""The hands, at 10 h 09 min 36 s, and the crystal above them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from drops.drawing.canvas import Canvas, Colour
from drops.drawing.design import WatchDesign
from drops.drawing.geometry import EMPTY, Point, Shape, arc, bar, disc, polygon, ribbon, union
from drops.drawing.indices import INDEX_FOOT
from drops.drawing.layout import TICK, TRACK, counters
from drops.drawing.materials import LUME, METALS, PALE, SIGNAL, Ramp, facing, toned, turned

SECOND = 36.0
MINUTE = 9 + SECOND / 60
HOUR = 10 + MINUTE / 60
HOME_HOUR = 19 + MINUTE / 60  # what the second time zone tells, on its round of 24 hours


@dataclass(frozen=True, slots=True)
class Hand:
    """Two slopes, and what lies on them; drawn upright, then turned."""

    left: Shape
    right: Shape
    inlay: Shape = EMPTY

    @property
    def outline(self) -> Shape:
        return self.left | self.right


def lengths(design: WatchDesign) -> tuple[float, float, float]:
    """Hour, minute, second: to the foot of the indices, to the minutes, over them."""
    size = design.dial_radius
    return (INDEX_FOOT - 0.09) * size, (TRACK - TICK - 0.005) * size, (TRACK - 0.012) * size


def halves(profile: list[Point]) -> Hand:
    """A hand from its right edge, read from the tail to the tip; the left one mirrors it."""
    tip, tail = profile[-1], profile[0]
    right = polygon((0.0, tail[1]), *profile, (0.0, tip[1]))
    return Hand(left=right.scaled(-1, 1), right=right)


def hand(design: WatchDesign, length: float, width: float) -> Hand:
    tail = -0.09 * length if length < 0.7 * design.dial_radius else -0.075 * length
    match design.hands:
        case "dauphine":
            return halves([(width * 0.16, -tail), (width / 2, -0.14 * length), (0.04, -length)])
        case "leaf":
            places = [step / 30 for step in range(1, 31)]
            swell = [
                (width / 2 * math.sin(math.pi * (0.06 + 0.94 * t)) ** 0.8 + 0.05, -(0.1 + 0.9 * t) * length)
                for t in places
            ]
            return halves([(0.2, -tail * 1.6), (0.2, -0.1 * length), *swell])
        case "sword":
            body = halves([
                (width * 0.26, -tail), (width * 0.26, -0.16 * length), (width / 2, -0.74 * length), (0.05, -length),
            ])  # fmt: skip
            paste = polygon(
                (-width * 0.2, -0.3 * length), (width * 0.2, -0.3 * length), (width * 0.29, -0.735 * length),
                (0.0, -0.93 * length), (-width * 0.29, -0.735 * length),
            )  # fmt: skip
            return Hand(body.left, body.right, paste)
        case _:
            body = halves([(width * 0.36, -tail), (width / 2, -0.1 * length), (width * 0.44, -length)])
            return Hand(body.left, body.right, bar(0.3 * length, 0.94 * length, 0, width * 0.46))


def draw_hand(canvas: Canvas, design: WatchDesign, part: Hand, angle: float, ramp: Ramp, height: float) -> None:
    ground = disc(design.dial_radius)
    canvas.shadow(part.outline.turned(angle), height, within=ground)
    for slope, side in ((part.left, angle - 90), (part.right, angle + 90)):
        canvas.paint(slope.turned(angle), toned(ramp, facing(side, least=0.26, most=0.97)))
    if design.lume and part.inlay.outlines:
        canvas.paint(part.inlay.turned(angle), LUME)


def draw_hands(canvas: Canvas, design: WatchDesign) -> None:
    ramp = METALS[design.hand_metal]
    size = design.dial_radius
    hour, minute, second = lengths(design)
    broad = {"dauphine": (0.125, 0.105), "leaf": (0.11, 0.085), "sword": (0.13, 0.11), "baton": (0.072, 0.058)}[
        design.hands
    ]
    for counter in counters(design):
        draw_small_hand(canvas, counter.centre, counter.radius * 0.86, counter.hand, ramp)
    if design.layout == "gmt":
        draw_arrow(canvas, design, HOME_HOUR * 15, 0.9 * size)
    draw_hand(canvas, design, hand(design, hour, broad[0] * size), HOUR * 30, ramp, 0.5)
    draw_hand(canvas, design, hand(design, minute, broad[1] * size), MINUTE * 6, ramp, 0.75)
    if design.has_centre_seconds:
        angle = 0.0 if design.is_chronograph else SECOND * 6
        colour = SIGNAL if design.seconds_signal else toned(ramp, 0.78 if design.dial not in PALE else 0.4)
        draw_seconds(canvas, design, second, angle, colour)
    canvas.shadow(disc(0.052 * size), 0.3)
    canvas.paint(disc(0.052 * size), turned(ramp))
    canvas.paint(disc(0.034 * size), turned(ramp, inward=True))


def draw_small_hand(canvas: Canvas, centre: Point, length: float, angle: float, ramp: Ramp) -> None:
    left = polygon((0, 0.3 * length), (-0.3, 0.26 * length), (-0.24, 0), (-0.05, -length), (0, -length))
    right = left.scaled(-1, 1)
    canvas.shadow((left | right).turned(angle).moved(*centre), 0.3, opacity=0.4)
    for slope, side in ((left, angle - 90), (right, angle + 90)):
        canvas.paint(slope.turned(angle).moved(*centre), toned(ramp, facing(side, least=0.35, most=1.0)))
    canvas.paint(disc(0.36, centre), turned(ramp, centre=centre))


def draw_seconds(canvas: Canvas, design: WatchDesign, length: float, angle: float, colour: Colour) -> None:
    """A needle with a counterweight, highest of all and so with the widest shadow."""
    needle = polygon((-0.15, 0.1 * length), (-0.07, -length), (0.07, -length), (0.15, 0.1 * length))
    weight = bar(0, 0.25 * length, 180, 0.5, 0.62)
    lollipop = disc(0.5, (0, -0.72 * length)) if design.indices == "diver" else EMPTY
    whole = union((needle, weight, lollipop)).turned(angle)
    canvas.shadow(whole, 1.0, opacity=0.32, within=disc(design.dial_radius))
    canvas.paint(whole, colour)
    if lollipop.outlines:
        canvas.paint(disc(0.36, (0, -0.72 * length)).turned(angle), LUME)


def draw_arrow(canvas: Canvas, design: WatchDesign, angle: float, length: float) -> None:
    """The second time zone: a thin hand with a broad arrow."""
    shaft = ribbon([(0, 0.12 * length), (0, -length * 0.86)], 0.34)
    head = polygon((-0.95, -length * 0.84), (0.95, -length * 0.84), (0, -length))
    whole = union((shaft, head)).turned(angle)
    canvas.shadow(whole, 0.4, within=disc(design.dial_radius))
    canvas.paint(whole, SIGNAL)
    canvas.paint(polygon((-0.5, -length * 0.86), (0.5, -length * 0.86), (0, -length * 0.955)).turned(angle), LUME)


def draw_crystal(canvas: Canvas, design: WatchDesign) -> None:
    """A wide soft reflection of the window, so faint that every mark stays readable."""
    size = design.dial_radius + 0.6
    crescent = Shape((arc(size, 255, 385) + arc(size * 1.25, 372, 262, (0.62 * size, 0.5 * size)),))
    canvas.paint(crescent, (255, 255, 255), opacity=0.055, blur=0.15, within=disc(size))
