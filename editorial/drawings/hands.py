"""Hands, and what they show."""

from editorial.drawings.pen import (
    BRASS,
    GROUND,
    STEEL,
    Point,
    arc,
    circle,
    filled,
    group,
    line,
    path,
    place,
    polar,
    polygon,
    ticks,
)

HOUR, MINUTE = 305.0, 60.0  # ten past ten, as in every window


def _rim(*, minutes: bool = True) -> str:
    track = path(ticks(60, 90, 94), stroke_width=1, stroke_opacity=0.6) if minutes else ""
    return circle(97) + track + path(ticks(12, 84, 94), stroke=BRASS, stroke_width=2.4)


def _pair(hour: str, minute: str) -> str:
    """Both hands at ten past ten under one cap."""
    return group(hour, turned=HOUR) + group(minute, turned=MINUTE) + circle(4, fill=GROUND)


def dauphine() -> str:
    def hand(length: float, width: float) -> str:
        lit = polygon([(0, 14), (-width, 0), (0, -length)], fill=STEEL, fill_opacity=0.3, stroke=STEEL)
        return lit + polygon([(0, 14), (width, 0), (0, -length)], fill=STEEL, stroke=STEEL)

    return _rim() + _pair(hand(56, 9), hand(84, 7))


def breguet() -> str:
    """The pierced apple: an eccentric hole, so that it looks like a moon."""

    def hand(length: float, apple: float) -> str:
        centre = (0.0, -length * 0.66)
        shaft = path(
            line([(-2, 14), (-1.2, centre[1] + apple), (1.2, centre[1] + apple), (2, 14)], closed=True), **filled(STEEL)
        )
        ring = circle(apple, centre, **filled(STEEL)) + circle(
            apple * 0.62, (0, centre[1] - apple * 0.2), **filled(GROUND)
        )
        tip = polygon([(-1.6, centre[1] - apple + 1), (1.6, centre[1] - apple + 1), (0, -length)], **filled(STEEL))
        return shaft + ring + tip

    return _rim() + _pair(hand(58, 8), hand(86, 7))


def leaf() -> str:
    def hand(length: float, width: float) -> str:
        half = f"M0 0C{-width} {-length * 0.3:g} {-width} {-length * 0.6:g} 0 {-length}"
        other = f"C{width} {-length * 0.6:g} {width} {-length * 0.3:g} 0 0z"
        return path(half + other, fill=STEEL, fill_opacity=0.55, stroke=STEEL) + path(
            "M-1.5 0V16H1.5V0z", **filled(STEEL)
        )

    return _rim() + _pair(hand(58, 10), hand(86, 7))


def baton() -> str:
    def hand(length: float, width: float) -> str:
        shape = [(-width, 14), (-width, -length), (width, -length), (width, 14)]
        groove = path(line([(0, -12), (0, -length + 6)]), stroke=GROUND, stroke_width=1.6)
        return polygon(shape, **filled(STEEL)) + groove

    return _rim() + _pair(hand(56, 4.4), hand(84, 3.2))


def sword() -> str:
    """Broadest two thirds of the way out, with room for lume."""

    def hand(length: float, width: float) -> str:
        shape = [
            (-2.4, 14),
            (-2.4, 0),
            (-width, -length * 0.68),
            (0, -length),
            (width, -length * 0.68),
            (2.4, 0),
            (2.4, 14),
        ]
        lume = [
            (-1, -length * 0.3),
            (-width + 3, -length * 0.67),
            (0, -length + 7),
            (width - 3, -length * 0.67),
            (1, -length * 0.3),
        ]
        return polygon(shape, **filled(STEEL)) + polygon(lume, **filled(GROUND))

    return _rim() + _pair(hand(58, 9), hand(86, 8))


def cathedral() -> str:
    """Panes of lume held by leads, like a stained window."""

    def hand(length: float, width: float) -> str:
        low, belly, top = -length * 0.2, -length * 0.3, -length * 0.56
        left = f"M-2 14V{low:g}C{-width * 1.6:g} {belly:g} {-width * 1.6:g} {-length / 2:g} {-width / 2:g} {top:g}"
        right = (
            f"L0 {-length:g} {width / 2:g} {top:g}C{width * 1.6:g} {-length / 2:g} {width * 1.6:g} {belly:g} 2 {low:g}"
        )
        lead = path(f"M{-width:g} {-length * 0.4:g}H{width:g}M0 {-length * 0.22:g}V{top:g}", stroke=STEEL)
        return path(left + right + "V14z", fill="var(--lume)", fill_opacity=0.3, stroke=STEEL, stroke_width=2) + lead

    return _rim() + _pair(hand(58, 9), hand(88, 7))


def small_seconds() -> str:
    sub = group(circle(30), path(ticks(12, 23, 28)), path(ticks(60, 26, 28), stroke_width=0.8), at=(0, 44))
    second = group(
        group(polygon([(-1.2, 9), (0, -25), (1.2, 9)], **filled(STEEL)), moves="seconds"),
        circle(2, **filled()),
        at=(0, 44),
    )
    hour = polygon([(-3, 10), (-2, -52), (2, -52), (3, 10)], **filled())
    minute = polygon([(-2.4, 10), (-1.4, -80), (1.4, -80), (2.4, 10)], **filled())
    return _rim(minutes=False) + sub + second + _pair(hour, minute)


def date_window() -> str:
    """The disc of thirty-one figures, and the one that the dial lets through."""
    figures = "".join(_day(day, polar(90 + 360 / 31 * (day - 17), 70)) for day in range(1, 32))
    disc = group(figures, fill="currentColor", stroke="none", font_size="9.5", text_anchor="middle")
    ring = circle(81, stroke_opacity=0.35) + circle(58, stroke_opacity=0.35)
    window = path("M59-10H83V10H59z", stroke=BRASS, stroke_width=2.4)
    return circle(97) + ring + disc + window + path(ticks(12, 88, 94), stroke=BRASS)


def _day(day: int, at: Point) -> str:
    x, y = place(at).split()
    return f'<text x="{x}" y="{y}" dy=".35em" opacity="{1 if day == 17 else 0.35}">{day}</text>'


def gmt() -> str:
    """Twelve hours for here; twenty-four around them for there."""
    scale = path(ticks(24, 86, 95)) + path(ticks(48, 91, 95), stroke_width=0.8)
    night = path(arc(270, 90, 97), stroke=BRASS, stroke_width=3)
    inner = circle(78) + path(ticks(12, 68, 75), stroke_width=2.4)
    there = group(
        group(path("M0 12V-74"), polygon([(-7, -64), (7, -64), (0, -84)], **filled(BRASS)), moves="gmt"),
        turned=105,
        stroke=BRASS,
    )
    hour = polygon([(-3.4, 10), (-2.4, -42), (2.4, -42), (3.4, 10)], **filled())
    minute = polygon([(-2.6, 10), (-1.6, -64), (1.6, -64), (2.6, 10)], **filled())
    return circle(97) + scale + night + inner + there + _pair(hour, minute)


def retrograde() -> str:
    """A scale that ends: at the last mark the hand leaps back to the first."""
    centre: Point = (0, 46)
    angles = [-60 + 4 * step for step in range(31)]
    scale = "".join(line([polar(a, 92 if i % 5 else 86, centre), polar(a, 100, centre)]) for i, a in enumerate(angles))
    hand = group(
        group(polygon([(-3, 14), (0, -88), (3, 14)], **filled(STEEL)), moves="retrograde"),
        circle(5, fill=GROUND),
        at=centre,
    )
    return (
        path(arc(-60, 60, 100, centre))
        + path(scale)
        + hand
        + path(arc(-60, 60, 70, centre), stroke=BRASS, stroke_dasharray="3 4")
    )


def moon_phase() -> str:
    """A disc with two moons behind a window with two humps."""
    stars = "".join(
        circle(1.4, polar(a, r), **filled(BRASS))
        for a, r in ((-36, 74), (-12, 58), (8, 80), (28, 66), (46, 78), (-58, 66), (62, 56), (-24, 84))
    )
    moons = circle(22, (0, -52), fill=BRASS, fill_opacity=0.85, stroke=BRASS) + circle(
        22, (0, 52), fill=BRASS, fill_opacity=0.85, stroke=BRASS
    )
    craters = circle(4, (-8, -57), stroke=GROUND) + circle(2.4, (7, -46), stroke=GROUND)
    sky = circle(88, fill=STEEL, fill_opacity=0.18)
    disc = group(sky, stars, moons, craters, moves="moon")
    mask = "M-97 0A97 97 0 0 0 97 0H84A26 26 0 0 0 32 0H-32A26 26 0 0 0-84 0z"
    return (
        group(disc, at=(0, 0))
        + path(mask, fill=GROUND)
        + path("M-97 0A97 97 0 0 1 97 0")
        + path("M-60 40H60M-46 34V46M0 34V46M46 34V46", stroke=BRASS)
    )


def power_reserve_gauge() -> str:
    centre: Point = (0, 40)
    full = path(arc(-70, 20, 88, centre), stroke_width=7, stroke=BRASS)
    low = path(arc(20, 70, 88, centre), stroke_width=7, stroke="var(--seconds)", stroke_dasharray="5 3")
    scale = "".join(line([polar(a, 74, centre), polar(a, 80, centre)]) for a in range(-70, 71, 14))
    hand = group(
        group(polygon([(-3, 16), (0, -72), (3, 16)], **filled(STEEL)), moves="drain"),
        circle(5, fill=GROUND),
        at=centre,
        turned=-30,
    )
    return full + low + path(scale) + hand


def chronograph() -> str:
    """Crown, two pushers, a centre hand, and the counters that add up what it runs."""
    case = circle(82) + path(
        "M82-8H92V8H82zM58-70 66-80 77-70 69-60M58 70 66 80 77 70 69 60", fill=BRASS, fill_opacity=0.3
    )
    counters = "".join(
        group(circle(21), path(ticks(12, 16, 20), stroke_width=1), path("M0 4V-15"), at=at)
        for at in ((-36, 0), (36, 0), (0, 37))
    )
    scale = path(ticks(60, 74, 79), stroke_width=1) + path(ticks(12, 70, 79))
    sweep = group(
        path("M0 20V-72", stroke="var(--seconds)"), circle(4, (0, 14), **filled("var(--seconds)")), moves="seconds"
    )
    return case + scale + counters + sweep + circle(3.4, fill=GROUND)


def jumping_hour() -> str:
    figure = '<text y="-36" dy=".36em" font-size="40" text-anchor="middle" fill="currentColor" stroke="none">10</text>'
    window = path("M-32-62H32V-10H-32z", stroke=BRASS, stroke_width=2.4)
    minutes = path(ticks(60, 88, 93), stroke_width=1) + path(ticks(12, 84, 93))
    return (
        circle(97)
        + minutes
        + window
        + figure
        + group(polygon([(-3, 12), (0, -80), (3, 12)], **filled(STEEL)), turned=MINUTE + 90)
        + circle(4, fill=GROUND)
    )
