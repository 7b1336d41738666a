"""The dial: its ground, counters, print and date; the hours come from `indices`."""

from __future__ import annotations

from random import Random

from drops.drawing import lettering
from drops.drawing.canvas import Canvas, Colour, Paint
from drops.drawing.design import WatchDesign
from drops.drawing.geometry import bar, box, disc, polar, ring, union
from drops.drawing.indices import draw_marks
from drops.drawing.layout import Counter, counters, date_window, is_free, minute_track, rails
from drops.drawing.materials import (
    CHALK,
    DIALS,
    INK,
    METALS,
    PALE,
    Ramp,
    barleycorns,
    grains,
    hobnails,
    linear,
    relief,
    sunburst,
    swell,
    toned,
)


def draw_dial(canvas: Canvas, design: WatchDesign, chance: Random) -> None:
    ramp = DIALS[design.dial]
    ink = INK if design.dial in PALE else CHALK
    draw_ground(canvas, design, ramp, chance)
    for counter in counters(design):
        draw_counter(canvas, design, counter, chance)
    draw_print(canvas, design, ink)
    draw_marks(canvas, design, ink)
    draw_date(canvas, design)


def draw_ground(canvas: Canvas, design: WatchDesign, ramp: Ramp, chance: Random) -> None:
    size = design.dial_radius
    plain = linear(
        [(0, toned(ramp, 0.62)), (0.5, toned(ramp, 0.48)), (1, toned(ramp, 0.34))], (-size, -size), (size, size)
    )
    rays = sunburst(ramp, chance)
    ground = {"plain": plain, "matte": relief(plain, grains(chance, 0.05), strength=0.3)}.get(design.texture, rays)
    canvas.paint(disc(size), ground)
    if design.texture in {"hobnail", "barleycorn"}:
        field = 0.62 * size
        height = hobnails(0.66) if design.texture == "hobnail" else barleycorns(field, 0.05 * size)
        canvas.paint(disc(field), relief(plain if design.dial in PALE else rays, height, gain=0.8, strength=0.9))
        canvas.paint(ring(field + 0.1, field - 0.06), toned(ramp, 0.14), opacity=0.55)
        canvas.paint(ring(field + 0.2, field + 0.1), toned(ramp, 0.95), opacity=0.5)
        draw_cartouche(canvas, design, ramp, plain)
    elif design.texture in {"waves", "deck"}:
        height = swell(1.5, 0.2, 3.2) if design.texture == "waves" else swell(1.3, 0, 1)
        canvas.paint(disc(size), relief(rays, height, gain=0.7, strength=0.75))
    if design.smoked:
        canvas.paint(ring(2 * size, 0.78 * size), toned(ramp, 0.0), opacity=0.95, blur=0.17 * size, within=disc(size))


def draw_cartouche(canvas: Canvas, design: WatchDesign, ramp: Ramp, plate: Paint) -> None:
    """A smooth place for the name, spared by the engraving."""
    size = design.dial_radius
    wide = max(lettering.measure(design.brand, lettering.DIDONE) * 0.044, 0.2) * size + 0.7
    top, bottom = -0.545 * size, -0.32 * size
    canvas.paint(box(-wide, top, wide, bottom, 0.5), toned(ramp, 0.1), opacity=0.6)
    canvas.paint(box(0.1 - wide, top + 0.1, wide - 0.1, bottom - 0.1, 0.42), plate)


def draw_counter(canvas: Canvas, design: WatchDesign, counter: Counter, chance: Random) -> None:
    """Sunk into the dial, snailed, with its own track, figures and hand pinion."""
    colour = design.counter or design.dial
    ramp, ink = DIALS[colour], INK if colour in PALE else CHALK
    centre, radius = counter.centre, counter.radius
    canvas.paint(disc(radius + 0.09, centre), linear(
        [(0, toned(ramp, 0.0)), (1, toned(ramp, 0.95))], polar(radius, 318, centre), polar(radius, 138, centre)
    ))  # fmt: skip
    canvas.paint(disc(radius, centre), sunburst(ramp, chance, centre=centre, depth=0.8))
    canvas.paint(disc(radius, centre), toned(ramp, 0.0), opacity=0.06 if colour in PALE else 0.22)
    for groove in range(2, int(radius * 0.66 / 0.2)):
        canvas.paint(ring(groove * 0.2 + 0.04, groove * 0.2 - 0.04, centre), toned(ramp, 0.05), opacity=0.25)
    outer = radius * 0.93

    ticks = union(
        bar(outer - radius * (0.14 if tick % counter.every == 0 else 0.08), outer, tick * 360 / counter.ticks, 0.14)
        for tick in range(counter.ticks)
    )
    canvas.paint(ticks.moved(*centre) | ring(outer + 0.03, outer - 0.03, centre), ink, opacity=0.9)
    for number, label in enumerate(counter.labels):
        place = polar(radius * 0.6, number * 360 / len(counter.labels), centre)
        canvas.paint(lettering.line(label, radius * 0.19, place, lettering.GROTESQUE), ink)


def draw_print(canvas: Canvas, design: WatchDesign, ink: Colour) -> None:
    size = design.dial_radius
    canvas.paint(minute_track(design), ink, opacity=0.92)
    if design.indices in {"roman", "arabic"}:
        canvas.paint(rails(size), ink, opacity=0.92)
    pen = lettering.DIDONE if design.serif else lettering.GROTESQUE
    low = 0.06 * size if design.layout in {"two_counters", "three_counters"} else 0
    canvas.paint(lettering.line(design.brand, 0.088 * size, (0, -0.47 * size - low), pen), ink)
    canvas.paint(lettering.line(design.line, 0.034 * size, (0, -0.365 * size - low), lettering.FINE), ink, opacity=0.9)
    foot = lettering.line(design.foot, 0.036 * size, (0, 0.44 * size), lettering.FINE)
    if foot.outlines and is_free(design, foot):
        canvas.paint(foot, ink, opacity=0.9)
    swiss = [
        lettering.round_line(word, 0.026 * size, 0.977 * size, angle, lettering.FINE, inward=True)
        for word, angle in (("SWISS", 187.2), ("MADE", 172.8))
    ]
    canvas.paint(union(swiss), ink, opacity=0.85)


def draw_date(canvas: Canvas, design: WatchDesign) -> None:
    window = date_window(design)
    if not window.outlines:
        return
    left, top, right, bottom = window.bounds
    frame = box(left - 0.2, top - 0.2, right + 0.2, bottom + 0.2, 0.2)
    canvas.shadow(frame, 0.15, within=disc(design.dial_radius))
    ramp = METALS[design.trim]
    canvas.paint(frame, linear([(0, toned(ramp, 0.95)), (1, toned(ramp, 0.4))], (left, top), (right, bottom)))
    dark = design.dial not in PALE
    canvas.paint(window, (24, 25, 28) if dark else (250, 249, 245))
    centre = ((left + right) / 2, (top + bottom) / 2)
    canvas.paint(
        lettering.line(str(design.date), (bottom - top) * 0.6, centre, lettering.GROTESQUE), CHALK if dark else INK
    )
    shade = box(left, top, right, top + 0.3) | box(left, top, left + 0.2, bottom)
    canvas.paint(shade, (0, 0, 0), opacity=0.35, blur=0.12, within=window)
