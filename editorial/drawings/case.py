"""What holds it all and what one touches."""

from editorial.drawings.pen import BRASS, GROUND, STEEL, circle, filled, group, path, polygon, ticks


def _measure(x1: float, x2: float, y: float) -> str:
    return path(f"M{x1} {y - 6}V{y + 6}M{x2} {y - 6}V{y + 6}M{x1} {y}H{x2}", stroke=STEEL, stroke_width=1.2)


def lugs() -> str:
    """The case from above: what is measured from tip to tip, and between two lugs."""
    arms = path(
        "M-44-42-40-84Q-38-92-30-90L-26-52M44-42 40-84Q38-92 30-90L26-52M-44 42-40 84Q-38 92-30"
        " 90L-26 52M44 42 40 84Q38 92 30 90L26 52",
        fill=BRASS,
        fill_opacity=0.3,
    )
    tip = path("M72-91V91M66-91H78M66 91H78", stroke=STEEL, stroke_width=1.2)
    return arms + circle(58, fill=GROUND) + circle(50) + path("M58-6H66V6H58z") + tip + _measure(-26, 26, -76)


def crown() -> str:
    """Screwed down in section: the thread outside the tube, the gasket pressed at its end."""
    case = path("M-96-70H-30V-26H-96M-96 70H-30V26H-96", fill=BRASS, fill_opacity=0.25, stroke=BRASS)
    tube = path("M-60-26H26V-14H-60zM-60 26H26V14H-60z")
    thread = path(
        "M-26-26 -22-30-18-26-14-30-10-26-6-30-2-26 2-30 6-26 10-30 14-26M-26 26-22 30-18 26-14"
        " 30-10 26-6 30-2 26 2 30 6 26 10 30 14 26",
        stroke=STEEL,
    )
    cap = path(
        "M-26-34H60V34H-26M46-34V34M60-34Q92-30 92 0 92 30 60 34M-26-34V-48H60V48H-26V34"
        "M-16-48V-40M-4-48V-40M8-48V-40M20-48V-40M32-48V-40M44-48V-40M-16 48V40M-4 48V40M8 48V40"
        "M20 48V40M32 48V40M44 48V40"
    )
    seals = "".join(circle(5, at, **filled("var(--seconds)")) for at in ((36, -20), (36, 20)))
    return case + tube + thread + cap + seals + path("M-96-5H46V5H-96z", fill=GROUND)


def bezel() -> str:
    """Sixty clicks against the hands' way: the mark is set to the minute hand, and time runs away from it."""
    ring = circle(96) + circle(72) + path(ticks(60, 90, 96), stroke_width=1) + path(ticks(12, 76, 86), stroke_width=2)
    pip = polygon([(-9, -90), (9, -90), (0, -74)], fill=BRASS, stroke=BRASS)
    turning = group(ring, pip, moves="bezel")
    hands = group(polygon([(-2.4, 8), (-1.6, -60), (1.6, -60), (2.4, 8)], **filled()), turned=120)
    return (
        turning
        + path(ticks(12, 60, 68))
        + hands
        + group(polygon([(-3, 8), (-2, -40), (2, -40), (3, 8)], **filled()), turned=310)
        + circle(3.4, fill=GROUND)
    )


def box_crystal() -> str:
    """Three crystals in section: flat, domed, box."""
    shapes = (
        "M-70-60H70V-50H-70z",
        "M-70 8Q0-26 70 8V18Q0-14-70 18z",
        "M-70 80V62Q-68 44-52 42-26 38 0 38T52 42Q68 44 70 62V80H60V64Q58 54 48 52-0 46-48 52-58 54-60 64V80z",
    )
    glass = "".join(path(shape, fill=STEEL, fill_opacity=0.25, stroke=STEEL) for shape in shapes)
    return glass + "".join(path(f"M-92 {y}H-70M70 {y}H92", stroke=BRASS) for y in (-54, 14, 78))


def folding_clasp() -> str:
    blades = path("M-88 26C-60 46 60 46 88 26M-88 26C-50 34-20 30 6 12M88 26C60 30 44 26 30 8", stroke_width=3)
    hinges = "".join(circle(5, at, fill=GROUND) for at in ((-88, 26), (88, 26), (6, 12), (30, 8)))
    strap = path("M-96-22C-60-46 60-46 96-22", stroke=BRASS, stroke_width=7)
    return group(strap) + blades + hinges + path("M-14-44H14V-32H-14z", stroke=STEEL)


def pin_buckle() -> str:
    frame = path(
        "M-60-54H40Q60-54 60-34V34Q60 54 40 54H-60V40H36Q44 40 44 32V-32Q44-40 36-40H-60z", fill=BRASS, fill_opacity=0.3
    )
    bar = path("M-52-54V54", stroke_width=4)
    tongue = path("M-52-5H56V5H-52z", fill=GROUND)
    return frame + bar + tongue + path("M-96-34H-58M-96 34H-58", stroke=STEEL)


def case_back() -> str:
    """Through the glass of the back: bridges, a balance, a rotor."""
    ring = (
        circle(96)
        + circle(80)
        + "".join(
            group(path("M-4-5H4V5H-4z"), at=at)
            for at in ((0, -88), (76, -44), (76, 44), (0, 88), (-76, 44), (-76, -44))
        )
    )
    inside = path("M-62-20C-30-60 20-66 56-40L20 8-40 16zM-60 34C-30 20 10 22 34 10L62-18", stroke=BRASS) + group(
        circle(24), circle(20), path("M-20 0H20"), at=(26, 40), stroke=BRASS
    )
    return (
        ring
        + inside
        + circle(3.5, (-20, -20), **filled("var(--seconds)"))
        + circle(3.5, (20, -30), **filled("var(--seconds)"))
    )
