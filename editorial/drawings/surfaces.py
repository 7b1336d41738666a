"""What a tool leaves on metal: patterns of a dial, and of what lies under it."""

from math import pi, sin

from editorial.drawings.pen import (
    BRASS,
    GROUND,
    STEEL,
    arc,
    circle,
    coil,
    filled,
    group,
    line,
    number,
    path,
    polar,
    polygon,
    ticks,
)

FINE = 0.8


def hobnail() -> str:
    """Two sets of grooves at right angles leave rows of small pyramids; in the corner one of them, large."""
    cuts = "".join(_chord(offset, angle) for angle in (45, 135) for offset in range(-90, 91, 12))
    pyramid = polygon([(38, 38), (90, 38), (90, 90), (38, 90)], fill=GROUND) + path("M38 38 90 90M90 38 38 90")
    return circle(96) + path(cuts, stroke=BRASS, stroke_width=FINE) + pyramid


def _chord(offset: float, angle: float, radius: float = 94) -> str:
    """The data of a stroke across a disc, so far from its centre."""
    half = (radius**2 - offset**2) ** 0.5
    middle = polar(angle + 90, offset)
    along = polar(angle, half)
    return line([(middle[0] - along[0], middle[1] - along[1]), (middle[0] + along[0], middle[1] + along[1])])


def barleycorn() -> str:
    """Waves cut round a rosette of sixteen; each ring is turned half a wave against the one before."""
    rings = "".join(_wave(16 + 10 * ring, 16, 4, 11.25 * (ring % 2)) for ring in range(8))
    return circle(97) + path(rings, stroke=BRASS, stroke_width=FINE) + circle(4, **filled())


def _wave(radius: float, waves: int, height: float, shift: float, *, steps: int = 4) -> str:
    """The data of a closed ring that rises and falls, in so many steps a wave."""
    count = waves * steps
    points = [polar(360 / count * at + shift, radius + height * sin(2 * pi * at / steps)) for at in range(count)]
    return line(points, closed=True)


def flame() -> str:
    """Rays that bend on their way out: cut on a rose engine, they shine through the enamel laid over them."""
    rays = "".join(line([polar(a + 9 * sin(r / 14), r) for r in range(10, 99, 8)]) for a in range(0, 360, 12))
    return circle(97) + path(rays, stroke=BRASS, stroke_width=FINE) + circle(10)


def sunburst() -> str:
    """Rays from the centre; two fans of light, face to face."""
    rays = path(ticks(90, 8, 94), stroke_width=FINE, stroke_opacity=0.35)
    fans = "".join(
        path(f"M0 0L{arc(a - 16, a + 16, 94)[1:]}z", fill=BRASS, fill_opacity=0.3, stroke="none") for a in (40, 220)
    )
    return (
        circle(97) + group(fans, moves="glint") + rays + path(ticks(12, 82, 92), stroke_width=3) + circle(3, **filled())
    )


def geneva_stripes() -> str:
    """Each pass of the wheel leaves a band of arcs; the bands run on from bridge to bridge."""
    arcs = [f"M{x} {y}q8-7 16 0" for x in range(-88, 80, 18) for y in range(-84, 92, 7) if (x + 8) ** 2 + y**2 < 86**2]
    bands = path("".join(arcs), stroke_width=FINE)
    edges = "".join(
        path(f"M{x}-{h}V{h}", stroke=BRASS)
        for x, h in ((-71, 65), (-53, 80), (-35, 89), (-17, 95), (1, 96), (19, 95), (37, 88), (55, 78), (73, 62))
    )
    return circle(96) + edges + bands


def perlage() -> str:
    """Circles set one by one, each over half of the one before."""
    rows = "".join(
        path(f"M{x + 7 * (row % 2)} {y}a13 13 0 1 0 .1 0")
        for row, y in enumerate(range(-98, 76, 13))
        for x in range(-91, 92, 14)
        if x * x + (y + 13) ** 2 < 82**2
    )
    return group(rows, fill=GROUND, stroke=BRASS, stroke_width=FINE) + circle(96)


def snailing() -> str:
    """Arcs that leave the centre slanting, as on a barrel's cover or a counter."""
    arms = "".join(line([polar(a + 1.05 * (r - 12), r) for r in range(12, 95, 12)]) for a in range(0, 360, 9))
    return circle(97) + path(arms, stroke=BRASS, stroke_width=FINE) + circle(12)


def bevel() -> str:
    """A bridge's edge in section, and the sharp inward corner that no machine can finish."""
    section = path("M-96 10H-22L2 34V84H-96z", fill=BRASS, fill_opacity=0.2)
    light = path("M-22 10 2 34", stroke=STEEL, stroke_width=4)
    rays = path("M30-16-8 20M44-2 6 32", stroke=STEEL, stroke_dasharray="4 4")
    outline = path("M30 84V60H96M40 84V70H96", stroke=BRASS)
    inward = path("M30 60 40 70", stroke=STEEL, stroke_width=2.6)
    brushed = "".join(path(f"M{x} 10v-5", stroke_width=1) for x in range(-92, -24, 6))
    flank = "".join(path(f"M2 {y}h5", stroke_width=1) for y in range(40, 84, 6))
    angle = (
        path(arc(90, 135, 20, (-22, 10)), stroke_width=1)
        + '<text x="2" y="6" font-size="13" fill="currentColor" stroke="none">45°</text>'
    )
    return section + light + rays + outline + inward + brushed + flank + angle


def guilloche() -> str:
    """A rosette that opens into crossing waves, as the engine draws it turn after turn."""
    turns = "".join(_wave(54, 8, 36, shift, steps=10) for shift in range(0, 45, 9))
    return circle(97) + path(turns, stroke=BRASS, stroke_width=FINE) + circle(14)


def railway() -> str:
    """Two rails and sixty sleepers: the minutes."""
    track = circle(92) + circle(84) + path(ticks(60, 84, 92), stroke_width=1.2)
    fives = path(ticks(12, 82, 94), stroke=BRASS, stroke_width=4)
    figures = "".join(_figure(str(5 * step or 60), polar(30 * step, 68)) for step in range(12))
    return track + fives + group(figures, fill="currentColor", stroke="none", font_size="13", text_anchor="middle")


def _figure(text: str, at: tuple[float, float]) -> str:
    return f'<text x="{number(at[0])}" y="{number(at[1])}" dy=".35em">{text}</text>'


def applied_index() -> str:
    """A faceted bar on two feet, riveted through the dial, with its shadow."""
    dial = path("M-96 24H96V36H-96z", fill=BRASS, fill_opacity=0.2)
    bar = polygon([(-58, 24), (-46, 0), (46, 0), (58, 24)], fill=STEEL, fill_opacity=0.3, stroke=STEEL) + path(
        "M-46 0V24M46 0V24", stroke=STEEL
    )
    feet = path("M-34 24V44M-24 24V44M24 24V44M34 24V44M-40 44H-18M18 44H40")
    above = polygon([(-58, -70), (58, -70), (46, -58), (-46, -58)], fill=STEEL, fill_opacity=0.15, stroke=STEEL)
    below = polygon([(-58, -46), (58, -46), (46, -58), (-46, -58)], **filled(STEEL))
    return dial + bar + feet + above + below + path("M-56-42H62V-66", stroke_opacity=0.3, stroke_width=3)


def tapisserie() -> str:
    """Squares in relief between fine grooves."""
    step = range(-95, 90, 15)
    squares = "".join(f"M{x} {y}h10v10h-10z" for x in step for y in step if (x + 5) ** 2 + (y + 5) ** 2 < 86**2)
    return circle(97) + path(squares, fill=BRASS, fill_opacity=0.25, stroke=BRASS, stroke_width=FINE)


def enamel() -> str:
    """Layers on a domed plate: counter-enamel below, five fires above."""
    layers = "".join(
        path(f"M-90 {20 - 8 * n}Q0 {-2 - 8 * n} 90 {20 - 8 * n}", stroke=STEEL, stroke_opacity=number(0.35 + 0.13 * n))
        for n in range(6)
    )
    plate = path("M-90 30Q0 8 90 30V38Q0 16-90 38z", fill=BRASS, fill_opacity=0.4, stroke=BRASS)
    counter = path("M-90 46Q0 24 90 46", stroke=STEEL, stroke_opacity=0.6)
    flames = "".join(
        group(path("M0 14C-9 6-5-2 0-14 5-2 9 6 0 14z", stroke="var(--seconds)"), at=(x, 76))
        for x in range(-66, 67, 33)
    )
    return layers + plate + counter + group(flames, moves="flicker")


def overcoil() -> str:
    """A flat spring whose last turn rises and comes back towards the centre."""
    flat = path(coil(10, 62, 7), stroke=STEEL, stroke_width=1.2)
    raised = path("M0-62C50-66 90-30 84 12 78 60 20 74-14 56", stroke=STEEL, stroke_width=2.6)
    return group(flat, circle(9), moves="breathe") + raised + circle(5, (-18, 53), fill=GROUND)
