"""What holds the dial: strap, lugs, crown, bezel and flange."""

from __future__ import annotations

import math
from random import Random

from drops.drawing import lettering
from drops.drawing.canvas import Canvas, Paint
from drops.drawing.design import WatchDesign
from drops.drawing.geometry import Shape, bar, bent, box, disc, polar, polygon, ribbon, ring, sector, union
from drops.drawing.materials import (
    CHALK,
    DIALS,
    INK,
    LUME,
    METALS,
    PALE,
    Ramp,
    brushed,
    brushed_round,
    facing,
    grains,
    hobnails,
    linear,
    relief,
    toned,
    turned,
)

LUG_AT = 50.0  # the clock angle at which a lug leaves the case


def lug(design: WatchDesign, inset: float = 0.0) -> Shape:
    """The upper right lug, or its top face inside a polished edge."""
    half = design.lug_width / 2 + 0.12
    tip = -design.lug_to_lug / 2 + inset
    outer = half + 2.15 - inset
    start = polar(design.radius - 0.1, LUG_AT)
    curve = bent((start[0] - inset * 0.9, start[1] - inset * 0.3), (outer + 0.75, tip * 0.84), (outer, tip + 0.5))
    return polygon(
        *curve, (outer - 0.4, tip + 0.1), (half + inset * 0.5, tip), (half + inset * 0.5, -design.radius * 0.7)
    )


def strap(design: WatchDesign) -> Shape:
    """The upper half of the strap, out of the picture and tapering."""
    half = design.lug_width / 2 - 0.1
    top = -design.lug_to_lug
    start = -design.radius * 0.82
    bend = -design.lug_to_lug / 2 - 1
    right = ((half, start), (half, bend), (half - 1.3, top))
    return polygon(*right, *((-x, y) for x, y in reversed(right)))


def crown(design: WatchDesign) -> Shape:
    half, reach = (3.3, 3.7) if design.bezel in {"diver", "gmt"} else (2.7, 3.1)
    return box(design.radius - 1.0, -half, design.radius + reach, half, 0.55)


def silhouette(design: WatchDesign, side: int = 1) -> Shape:
    """All that throws a shadow on the table; `side` -1 for the watch turned over, its crown on the left."""
    corner, band = lug(design), strap(design)
    corners = (corner.scaled(x, y) for x in (1, -1) for y in (1, -1))
    return union((disc(design.radius), band, band.scaled(1, -1), crown(design).scaled(side, 1), *corners))


def draw_case(canvas: Canvas, design: WatchDesign, chance: Random, side: int = 1) -> None:
    """Everything around the bezel."""
    ramp = METALS[design.metal]
    for end in (1, -1):
        draw_strap(canvas, design, end, chance)
    draw_crown(canvas, design, ramp, side)
    if design.is_chronograph:
        draw_pushers(canvas, design, ramp, side)
    for x in (1, -1):
        for y in (1, -1):
            draw_lug(canvas, design, ramp, (x, y), chance)


def draw_strap(canvas: Canvas, design: WatchDesign, side: int, chance: Random) -> None:
    band = strap(design).scaled(1, side)
    if design.strap == "bracelet":
        draw_links(canvas, design, side, chance)
    else:
        draw_band(canvas, design, band, side, chance)
    # It lies in the case's shadow where it begins and bends away from the light towards its end.
    canvas.shadow(disc(design.radius), 1.5, opacity=0.6, within=band)
    far = design.diameter
    canvas.paint(box(-far, -far, far, -0.71 * far).scaled(1, side), (0, 0, 0), opacity=0.5, blur=3.2, within=band)


def draw_band(canvas: Canvas, design: WatchDesign, band: Shape, side: int, chance: Random) -> None:
    """Leather, suede or rubber: padded in the middle, stitched along its edges."""
    half = design.lug_width / 2
    if design.strap == "mesh":
        ramp, tones = METALS[design.metal], (0.2, 0.62, 0.92, 0.66, 0.44, 0.16)
        canvas.paint(band, relief(across(ramp, tones, half), hobnails(0.7), gain=0.7, strength=0.6))
        return
    gloss = 0.86 if design.strap == "leather" else 0.72
    body = across(((0, 0, 0), design.strap_colour, (255, 246, 236)), (0.22, 0.5, gloss - 0.22, 0.52, 0.36, 0.16), half)
    size, strength = {"leather": (0.24, 0.2), "suede": (0.13, 0.22), "rubber": (0.1, 0.1)}[design.strap]
    canvas.paint(band, relief(body, grains(chance, size), gain=0.5, strength=strength))
    if design.strap == "rubber":
        draw_grooves(canvas, design, side)
        return
    for x in (-1, 1):
        draw_stitches(canvas, design, x, side)


def across(ramp: Ramp, tones: tuple[float, ...], half: float) -> Paint:
    """A band padded in its middle: its tones from the left edge to the right."""
    places = (0, 0.1, 0.36, 0.6, 0.9, 1)
    return linear([(at, toned(ramp, tone)) for at, tone in zip(places, tones, strict=True)], (-half, 0), (half, 0))


def draw_grooves(canvas: Canvas, design: WatchDesign, side: int) -> None:
    """Two channels that lead the water off."""
    start, end = -design.radius * 1.12 * side, -design.lug_to_lug * side
    for x in (-1, 1):
        near, far = x * design.lug_width * 0.2, x * (design.lug_width * 0.2 - 0.6)
        canvas.paint(ribbon([(near, start), (far, end)], 0.7), (0, 0, 0), opacity=0.5, blur=0.06)
        canvas.paint(ribbon([(near + 0.4, start), (far + 0.4, end)], 0.12), (255, 255, 255), opacity=0.16)


def draw_stitches(canvas: Canvas, design: WatchDesign, x: int, side: int) -> None:
    half = design.lug_width / 2 - 1.5
    start, end = design.lug_to_lug / 2 - 1.2, design.lug_to_lug
    threads, holes = [], []
    for number in range(int((end - start) / 1.75)):
        y = start + number * 1.75
        lean = 1.3 * (y - design.lug_to_lug / 2 + 1) / (design.lug_to_lug / 2 - 1)
        place = x * (half - max(0.0, lean))
        threads.append(box(place - 0.17, -side * y - 0.55, place + 0.17, -side * y + 0.55, 0.16))
        holes.append(box(place - 0.28, -side * y - 0.72, place + 0.28, -side * y + 0.72, 0.2))
    canvas.paint(union(holes), (0, 0, 0), opacity=0.3, blur=0.08)
    canvas.paint(union(threads), design.stitch)


def draw_links(canvas: Canvas, design: WatchDesign, side: int, chance: Random) -> None:
    ramp = METALS[design.metal]
    half = design.lug_width / 2 - 0.1
    pitch = 3.6
    y = design.radius - 4.5
    while y < design.lug_to_lug:
        lean = max(0.0, 1.3 * (y - design.lug_to_lug / 2) / (design.lug_to_lug / 2))
        wide = half - lean
        columns = ((-wide, -wide * 0.42, False), (-wide * 0.4, wide * 0.4, True), (wide * 0.42, wide, False))
        for left, right, polished in columns:
            shift = pitch / 2 if polished else 0.0
            area = (left, y + shift, right, y + shift + pitch - 0.14)
            draw_link(canvas, ramp, area, side, None if polished else chance)
        y += pitch


def draw_link(
    canvas: Canvas, ramp: Ramp, area: tuple[float, float, float, float], side: int, chance: Random | None
) -> None:
    """A rounded link, polished, or brushed where there is chance."""
    left, near, right, far = area
    top, bottom = (-far, -near) if side > 0 else (near, far)
    peak = 0.95 if chance is None else 0.72
    tones = ((0, 0.3), (0.14, peak), (0.5, peak - 0.22), (0.86, peak - 0.38), (1, 0.1))
    body = linear([(at, toned(ramp, tone)) for at, tone in tones], (0, top), (0, bottom))
    canvas.paint(box(left, top, right, bottom, 0.35), body if chance is None else brushed(body, chance, strength=0.22))


def draw_lug(canvas: Canvas, design: WatchDesign, ramp: Ramp, corner: tuple[int, int], chance: Random) -> None:
    """A polished edge around a brushed top."""
    x, y = corner
    outward = {(1, 1): 70.0, (-1, 1): 290.0, (1, -1): 110.0, (-1, -1): 250.0}[corner]
    whole, top = lug(design).scaled(x, y), lug(design, 0.55).scaled(x, y)
    tip, foot = (0.0, -y * design.lug_to_lug / 2), (0.0, -y * design.radius * 0.6)
    edge = facing(outward)
    canvas.paint(
        whole,
        linear([(0, toned(ramp, edge * 0.6)), (0.25, toned(ramp, edge)), (1, toned(ramp, edge * 0.9))], tip, foot),
    )
    light = 0.62 if y > 0 else 0.5
    face = linear(
        [(0, toned(ramp, light - 0.2)), (0.2, toned(ramp, light + 0.12)), (1, toned(ramp, light - 0.08))], tip, foot
    )
    canvas.paint(top, brushed(face, chance, strength=0.3))


def draw_crown(canvas: Canvas, design: WatchDesign, ramp: Ramp, side: int) -> None:
    """Seen from the side it is a cylinder: its flutes crowd together towards the edges."""
    body = crown(design)
    _, top, right, bottom = body.bounds
    barrel = [(0, 0.12), (0.1, 0.5), (0.28, 0.98), (0.42, 0.66), (0.7, 0.3), (0.92, 0.12), (1, 0.3)]
    canvas.paint(body.scaled(side, 1), linear([(at, toned(ramp, tone)) for at, tone in barrel], (0, top), (0, bottom)))
    half = (bottom - top) / 2
    start, end = design.radius + 0.7, right - 0.45
    for number in range(-6, 7):
        y = half * math.sin(math.radians(number * 13.2))
        thick = 0.26 * math.cos(math.radians(number * 13.2)) + 0.06
        groove = box(start, y - thick / 2, end, y + thick / 2, 0.03)
        edge = box(start, y + thick / 2, end, y + thick / 2 + 0.1)
        canvas.paint(groove.scaled(side, 1), toned(ramp, 0.02), opacity=0.6)
        canvas.paint(edge.scaled(side, 1), toned(ramp, 1.0), opacity=0.4)


def draw_pushers(canvas: Canvas, design: WatchDesign, ramp: Ramp, side: int) -> None:
    """Two pump pushers, at two and at four o’clock."""
    barrel = [(0, 0.2), (0.3, 0.98), (0.5, 0.6), (0.85, 0.14), (1, 0.3)]
    for angle in (-30.0, 30.0):
        for start, end, half in ((-0.8, 1.7, 1.0), (1.5, 3.2, 1.7)):
            top, bottom = (0.0, -half), (0.0, half)
            piece = box(design.radius + start, -half, design.radius + end, half, 0.3)
            lean = Shape(((top, bottom),)).turned(angle).outlines[0]
            canvas.paint(
                piece.scaled(side, 1).turned(angle), linear([(at, toned(ramp, tone)) for at, tone in barrel], *lean)
            )


def draw_bezel(canvas: Canvas, design: WatchDesign, chance: Random) -> None:
    radius, ramp = design.radius, METALS[design.metal]
    crystal = radius - design.bezel_width
    canvas.paint(disc(radius), turned(ramp))
    match design.bezel:
        case "polished":
            canvas.paint(disc(radius - 1.15), turned(ramp, inward=True, level=1.05))
        case "stepped":
            canvas.paint(disc(radius - 0.7), toned(ramp, 0.1))
            canvas.paint(disc(radius - 0.8), brushed_round(ramp, chance, level=0.62))
            canvas.paint(disc(radius - 1.85), turned(ramp, inward=True, level=1.05))
        case "diver" | "gmt":
            draw_rotating_bezel(canvas, design, ramp)
        case "tachymeter":
            draw_tachymeter(canvas, design, ramp)
    canvas.paint(disc(crystal + 0.1), toned(ramp, 0.05))
    draw_flange(canvas, design, crystal)


def draw_flange(canvas: Canvas, design: WatchDesign, crystal: float) -> None:
    """The slope between crystal and dial: it looks inward, so it is lit on the far side."""
    ramp = DIALS[design.dial] if design.dial not in PALE else METALS["steel"]
    canvas.paint(disc(crystal), turned(ramp, inward=True, level=0.9))
    canvas.paint(disc(design.dial_radius + 0.1), toned(ramp, 0.06))


def draw_rotating_bezel(canvas: Canvas, design: WatchDesign, ramp: Ramp) -> None:
    """A coin edge, and a ceramic ring with sixty minutes or twenty-four hours."""
    radius = design.radius
    teeth = 120
    coin = union(disc(0.34, polar(radius + 0.02, tooth * 360 / teeth)) for tooth in range(teeth))
    canvas.paint(disc(radius + 0.1), toned(ramp, 0.05))
    canvas.paint(coin, turned(ramp, level=0.95))
    canvas.paint(ring(radius - 0.28, radius - 0.4), toned(ramp, 0.08))
    canvas.paint(disc(radius - 0.3), turned(ramp, level=1.05))
    outer, inner = radius - 0.75, radius - design.bezel_width + 0.45
    canvas.paint(disc(outer + 0.12), toned(ramp, 0.04))
    upper, lower = (DIALS[colour] for colour in design.bezel_colours)
    if design.bezel == "gmt":
        canvas.paint(sector(outer, inner, -90, 90), turned(upper, level=0.75))
        canvas.paint(sector(outer, inner, 90, 270), turned(lower, level=0.75))
        draw_hours_ring(canvas, outer, inner)
    else:
        canvas.paint(disc(outer), turned(upper, level=0.75))
        draw_minutes_ring(canvas, outer, inner)
    canvas.paint(disc(inner), toned(ramp, 0.1))
    canvas.paint(disc(inner - 0.08), turned(ramp, inward=True))


def draw_minutes_ring(canvas: Canvas, outer: float, inner: float) -> None:
    """A diver’s bezel: the first quarter by the minute, then fives and tens."""
    middle, height = (outer + inner) / 2, (outer - inner) * 0.5
    marks = [
        bar(middle - height * 0.32, middle + height * 0.32, minute * 6.0, 0.24) for minute in range(1, 15) if minute % 5
    ]
    marks += [bar(inner + 0.55, outer - 0.55, minute * 6.0, 0.62) for minute in range(5, 60, 10)]
    marks += [
        lettering.line(str(minute), height, (0, -middle), lettering.BOLD).turned(minute * 6.0)
        for minute in range(10, 60, 10)
    ]
    canvas.paint(union(marks), CHALK)
    canvas.paint(polygon((-1.45, -outer + 0.3), (1.45, -outer + 0.3), (0, -inner - 0.3)), CHALK)
    canvas.paint(disc(0.52, (0, -outer + 1.12)), INK)
    canvas.paint(disc(0.42, (0, -outer + 1.12)), LUME)


def draw_hours_ring(canvas: Canvas, outer: float, inner: float) -> None:
    """Twenty-four hours: even ones in figures, odd ones as dots, a triangle at midnight."""
    middle, height = (outer + inner) / 2, (outer - inner) * 0.5
    figures = [
        lettering.line(str(hour), height, (0, -middle), lettering.BOLD).turned(hour * 15.0) for hour in range(2, 24, 2)
    ]
    dots = [disc(0.26, polar(middle, hour * 15.0)) for hour in range(1, 24, 2)]
    canvas.paint(union(figures + dots), CHALK)
    canvas.paint(polygon((-1.3, -outer + 0.4), (1.3, -outer + 0.4), (0, -inner - 0.4)), CHALK)


def draw_tachymeter(canvas: Canvas, design: WatchDesign, ramp: Ramp) -> None:
    """Kilometres an hour for a kilometre measured: 3600 divided by the seconds."""
    radius = design.radius
    outer, inner = radius - 0.6, radius - design.bezel_width + 0.5
    canvas.paint(disc(outer + 0.1), toned(ramp, 0.04))
    canvas.paint(disc(outer), turned(DIALS[design.bezel_colours[0]], level=0.75))
    middle, height = (outer + inner) / 2, (outer - inner) * 0.42
    speeds = (400, 300, 240, 200, 180, 160, 140, 130, 120, 110, 100, 90, 80, 75, 70, 65, 60)
    figures = [
        lettering.round_line(str(speed), height, middle - 0.12, 21600 / speed, lettering.GROTESQUE) for speed in speeds
    ]
    ticks = [bar(outer - 0.42, outer - 0.08, 21600 / speed, 0.16) for speed in speeds]
    canvas.paint(union(figures + ticks), CHALK)
    word = lettering.round_line("TACHYMÈTRE", height * 0.72, middle - 0.05, 26, lettering.FINE)
    canvas.paint(word, CHALK)
    canvas.paint(disc(inner), toned(ramp, 0.1))
    canvas.paint(disc(inner - 0.08), turned(ramp, inward=True))
