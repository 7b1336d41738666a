"""The watch turned over: an engraved ring, and the movement behind sapphire."""

from __future__ import annotations

from random import Random

from drops.drawing import lettering
from drops.drawing.canvas import Canvas
from drops.drawing.design import WatchDesign
from drops.drawing.geometry import Outline, Point, Shape, arc, bar, bent, box, disc, polar, ribbon, ring, sector, union
from drops.drawing.materials import METALS, Ramp, brushed_round, stripes, sunburst, toned, turned

RUBY: Ramp = ((44, 2, 14), (120, 8, 40), (186, 22, 66), (232, 92, 120), (255, 214, 222))
BRASS = METALS["gold"]
PLATE = METALS["steel"]
BALANCE: Point = (-0.37, 0.4)  # in radii of the window, as are all places below
WELL = 0.39
JEWELS: tuple[Point, ...] = ((0.0, 0.0), (0.33, 0.22), (0.52, 0.54), (0.05, -0.28), (0.64, -0.24), (-0.66, -0.34))
SCREWS: tuple[Point, ...] = (
    (0.82, 0.3),
    (0.3, 0.86),
    (-0.86, -0.22),
    (0.2, -0.88),
    (-0.52, -0.76),
    (0.88, -0.24),
    (-0.84, 0.12),
)


def draw_back(canvas: Canvas, design: WatchDesign, chance: Random) -> None:
    ramp = METALS[design.metal]
    radius = design.radius
    window = radius - 4.5
    canvas.paint(disc(radius), turned(ramp))
    canvas.paint(disc(radius - 0.8), toned(ramp, 0.08))
    canvas.paint(disc(radius - 0.9), brushed_round(ramp, chance, level=0.6))
    draw_notches(canvas, radius, ramp)
    draw_engraving(canvas, design, (radius - 0.9 + window) / 2, ramp)
    canvas.paint(disc(window + 0.45), turned(ramp, inward=True))
    canvas.paint(disc(window), toned(PLATE, 0.0))
    draw_movement(canvas, window, chance)
    if design.winding == "automatic":
        draw_rotor(canvas, design, window, chance)
    rim = ring(window + 3, window, (0.35, 0.5))
    canvas.paint(rim, (0, 0, 0), opacity=0.5, blur=0.5, within=disc(window))


def draw_notches(canvas: Canvas, radius: float, ramp: Ramp) -> None:
    """Six places for the key that opens the case."""
    for number in range(6):
        notch = box(-0.9, -radius + 0.8, 0.9, -radius + 1.45, 0.3).turned(number * 60 + 30)
        canvas.paint(notch, toned(ramp, 0.04), opacity=0.75)


def draw_engraving(canvas: Canvas, design: WatchDesign, radius: float, ramp: Ramp) -> None:
    """Cut letters: dark, with a lit lower edge."""
    text = lettering.round_line(design.engraving, 0.92, radius - 0.15, 0, lettering.GROTESQUE) | lettering.round_line(
        "SWISS MADE · VERRE SAPHIR", 0.92, radius - 0.15, 180, lettering.GROTESQUE, inward=True
    )
    canvas.paint(text.moved(0.05, 0.08), toned(ramp, 1.0), opacity=0.7)
    canvas.paint(text, toned(ramp, 0.1), opacity=0.85)


def draw_movement(canvas: Canvas, window: float, chance: Random) -> None:
    plate = disc(window - 0.5)
    canvas.paint(plate, stripes(PLATE, 1.7, 35))
    canvas.paint(ring(window - 0.5, window - 0.68), turned(PLATE))
    for seam in seams(window):
        canvas.paint(ribbon([(x + 0.12, y + 0.16) for x, y in seam], 0.3), toned(PLATE, 1.0), within=plate)
        canvas.paint(ribbon(seam, 0.28), toned(PLATE, 0.0), within=plate)
    draw_balance(canvas, window, chance)
    for place, size in (((-0.28, -0.52), 0.27), ((0.36, -0.5), 0.2)):
        draw_wheel(canvas, at(place, window), size * window, chance)
    for jewel in JEWELS:
        draw_jewel(canvas, at(jewel, window), 0.055 * window)
    for screw in SCREWS:
        draw_screw(canvas, at(screw, window), 0.048 * window, chance)


def at(place: Point, window: float) -> Point:
    return place[0] * window, place[1] * window


def seams(window: float) -> tuple[Outline, ...]:
    """Where the barrel’s bridge, the train’s bridge and the escapement’s meet."""
    across = bent(at((-1.0, -0.04), window), at((0.0, -0.2), window), at((1.0, -0.02), window))
    down = bent(at((0.16, -0.11), window), at((0.06, 0.4), window), at((0.2, 1.0), window))
    return across, down


def draw_pearls(canvas: Canvas, well: Shape) -> None:
    """Perlage: small circles, each row over the edge of the one before."""
    left, top, right, bottom = well.bounds
    step, row, y = 0.8, 0, top
    while y < bottom:
        x = left + (row % 2) * step / 2
        pearls = [(x + column * step, y) for column in range(int((right - left) / step) + 1)]
        canvas.paint(union(disc(step * 0.6, pearl) for pearl in pearls), toned(PLATE, 0.36), opacity=0.5, within=well)
        rims = union(ring(step * 0.6, step * 0.5, pearl) for pearl in pearls)
        canvas.paint(rims, toned(PLATE, 0.06), opacity=0.5, within=well)
        row, y = row + 1, y + step * 0.8


def draw_balance(canvas: Canvas, window: float, chance: Random) -> None:
    """In its well, the wheel that beats: a brass rim, three arms, the hairspring’s turns, and its cock above."""
    centre, radius = at(BALANCE, window), 0.32 * window
    well = disc(WELL * window, centre)
    inside = disc(window - 0.68)
    canvas.paint(disc(WELL * window + 0.22, centre), turned(PLATE, inward=True, centre=centre), within=inside)
    canvas.paint(well, toned(PLATE, 0.14), within=inside)
    draw_pearls(canvas, disc(WELL * window - 0.1, centre))
    canvas.paint(ring(WELL * window + 3, WELL * window - 0.4, centre), (0, 0, 0), opacity=0.6, blur=0.5, within=well)
    arms = union(bar(0, radius, angle, 0.045 * window) for angle in (20, 140, 260)).moved(*centre)
    wheel = ring(radius, radius * 0.87, centre) | arms
    canvas.shadow(wheel, 0.6, within=well)
    canvas.paint(wheel, turned(BRASS, centre=centre))
    turns = [polar(radius * (0.1 + 0.5 * step / 400), step * 9, centre) for step in range(401)]
    canvas.paint(ribbon(turns, 0.09), METALS["blued"][3])
    cock = bar(-0.1 * window, 0.37 * window, 222, 0.15 * window, 0.27 * window).moved(*centre) | disc(
        0.085 * window, centre
    )
    canvas.shadow(cock, 0.6, within=inside)
    canvas.paint(cock, toned(PLATE, 0.98), within=inside)
    canvas.paint(cock.moved(0.08, 0.12), stripes(PLATE, 1.7, 35), within=cock)
    draw_jewel(canvas, centre, 0.06 * window)
    draw_screw(canvas, polar(0.29 * window, 222, centre), 0.048 * window, chance)


def draw_wheel(canvas: Canvas, centre: Point, radius: float, chance: Random) -> None:
    """A winding wheel: wolf’s teeth, a snailed face, a polished screw."""
    teeth = 44
    cut = [polar(radius * (1.0 if step % 2 else 0.92), step * 180 / teeth, centre) for step in range(2 * teeth)]
    wheel = Shape((tuple(cut),))
    canvas.shadow(wheel, 0.35)
    canvas.paint(wheel, turned(PLATE, centre=centre, level=0.9))
    canvas.paint(disc(radius * 0.84, centre), sunburst(PLATE, chance, centre=centre))
    canvas.paint(disc(radius * 0.3, centre), toned(PLATE, 0.1))
    draw_screw(canvas, centre, radius * 0.27, chance)


def draw_jewel(canvas: Canvas, centre: Point, radius: float) -> None:
    """A ruby in a gold setting, with its oil sink."""
    canvas.paint(disc(radius * 1.35, centre), turned(BRASS, centre=centre))
    canvas.paint(disc(radius, centre), turned(RUBY, inward=True, centre=centre))
    canvas.paint(disc(radius * 0.42, centre), toned(RUBY, 0.05))
    canvas.paint(disc(radius * 0.2, centre), toned(PLATE, 0.9))


def draw_screw(canvas: Canvas, centre: Point, radius: float, chance: Random) -> None:
    """Blued by heat; no two slots look the same way."""
    blued = METALS["blued"]
    canvas.paint(disc(radius * 1.2, centre), toned(PLATE, 0.05), opacity=0.8)
    canvas.paint(disc(radius, centre), turned(blued, centre=centre))
    slot = box(-radius, -radius * 0.13, radius, radius * 0.13).turned(chance.uniform(0, 180)).moved(*centre)
    canvas.paint(slot, toned(blued, 0.0), within=disc(radius, centre))


def draw_rotor(canvas: Canvas, design: WatchDesign, window: float, chance: Random) -> None:
    """The swinging mass that winds: a heavy rim, a skeleton of arms, the house’s name."""
    start, end = 296, 466
    edge, inner = window - 0.9, 0.76 * window
    rim = sector(edge, inner, start, end)
    web = Shape(((*arc(inner + 0.2, start + 4, end - 4), polar(0.1 * window, end), polar(0.1 * window, start)),))
    hub = disc(0.17 * window)
    whole = union((rim, web, hub))
    canvas.shadow(whole, 0.9, within=disc(window))
    canvas.paint(web | hub, stripes(PLATE, 1.7, 110))

    canvas.paint(ring(0.17 * window, 0.155 * window), toned(PLATE, 0.98))
    canvas.paint(rim, brushed_round(METALS[rotor_metal(design)], chance, level=0.56))
    canvas.paint(sector(edge, edge - 0.14, start, end), toned(METALS[rotor_metal(design)], 0.98))
    canvas.paint(sector(inner + 0.14, inner, start, end), toned(METALS[rotor_metal(design)], 0.98))

    pen = lettering.DIDONE if design.serif else lettering.GROTESQUE
    name = lettering.round_line(design.brand, 0.115 * window, (edge + inner) / 2, (start + end) / 2 - 360, pen)
    canvas.paint(name.moved(0.05, 0.07), (255, 255, 255), opacity=0.5)
    canvas.paint(name, toned(METALS[rotor_metal(design)], 0.0))
    canvas.paint(disc(0.1 * window), turned(PLATE))
    draw_screw(canvas, (0.0, 0.0), 0.06 * window, chance)


def rotor_metal(design: WatchDesign) -> str:
    return design.metal if design.metal in {"gold", "rose"} else "gold" if design.trim == "gold" else "steel"
