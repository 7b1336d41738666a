"""What beats and turns inside."""

from editorial.drawings.pen import (
    BRASS,
    GROUND,
    RUBY,
    STEEL,
    arc,
    circle,
    coil,
    filled,
    gear,
    group,
    line,
    number,
    path,
    place,
    polar,
    polygon,
    ticks,
    wheel,
)


def lever_escapement() -> str:
    """Fifteen club teeth below, the lever with its two ruby pallets, the roller's jewel in the fork above."""
    step = 24
    shape = ((-0.1, 36.0), (0.02, 50.0), (0.2, 52.0), (0.3, 44.0), (0.55, 36.0))
    rim = line([polar(step * (tooth + at), r) for tooth in range(15) for at, r in shape], closed=True)
    escape = group(path(rim), circle(28), path(ticks(4, 6, 28)), circle(6), moves="step")
    pallet = [(-4, -7), (4, -7), (4, 8), (-2, 6)]
    arms = "M-36 21C-31 3-16-5 0-5S31 3 36 21M-29 18C-24 7-12 3 0 3S24 7 29 18"
    fork = "M-3-5-2-27-8-39M3-5 2-27 8-39M-2-29H2"
    lever = group(
        path(arms),
        path(fork),
        group(polygon(pallet, fill=RUBY, stroke="none"), at=(-31, 22), turned=20),
        group(polygon(pallet, fill=RUBY, stroke="none"), at=(31, 22), turned=-20),
        circle(4, fill=GROUND),
        moves="rock",
    )
    roller = group(circle(21), circle(3, (0, 17), **filled(RUBY)), circle(4), moves="swing")
    pins = circle(1.8, (-11, -38), **filled()) + circle(1.8, (11, -38), **filled())
    return group(escape, at=(0, 44), stroke=BRASS) + group(lever, at=(0, -20)) + pins + group(roller, at=(0, -74))


def balance() -> str:
    """A rim on three arms with its screws, its hairspring within."""
    screws = "".join(circle(4, polar(angle, 84), **filled(BRASS)) for angle in range(30, 390, 30))
    arms = "".join(
        path(line([polar(a - 4, 8), polar(a - 2, 66)]) + line([polar(a + 4, 8), polar(a + 2, 66)]))
        for a in (0, 120, 240)
    )
    rim = circle(78, stroke=BRASS) + circle(67, stroke=BRASS)
    spring = path(coil(9, 46, 6), stroke=STEEL, stroke_width=1)
    return group(rim, screws, arms, circle(8), circle(2.5, **filled(RUBY)), moves="swing") + spring


def hairspring() -> str:
    """Ten turns from the collet to the stud, the last one lifted to the pins of the regulator."""
    outer = path(coil(10, 78, 10), stroke=STEEL, stroke_width=1.2)
    collet = circle(9) + circle(3) + path("M8-4 11-1")
    stud = group(path("M-5-8H5V6H-5z", fill=GROUND), circle(1.6), at=polar(0, 80))
    pins = "".join(circle(2, polar(24, radius), **filled(BRASS)) for radius in (74, 82))
    return (
        group(outer, collet, moves="breathe") + stud + pins + path(line([polar(24, 88), polar(24, 97)]), stroke=BRASS)
    )


def barrel() -> str:
    """The toothed drum, its spring tight around the arbor and ready along the wall."""
    tight = path(coil(12, 34, 6, start=0), stroke=STEEL)
    link = path("M0-34C26-40 46-34 58 0", stroke=STEEL)
    loose = "".join(path(arc(90 + 14 * ring, 80 + 14 * ring, 60 + 3.4 * ring), stroke=STEEL) for ring in range(4))
    arbor = circle(11) + path("M-5-5H5V5H-5z", **filled(BRASS))
    return group(gear(72, 86, 94), stroke=BRASS) + circle(77, stroke=BRASS) + tight + link + loose + arbor


def gear_train() -> str:
    """Barrel, centre wheel, third, fourth: each pinion is driven by the wheel before."""
    first = group(group(gear(40, 40, 45), circle(33), circle(10), moves="turn-4"), at=(-50, 46), stroke=BRASS)
    second = group(group(wheel(36, 32), gear(10, 7, 10), moves="turn-3"), at=(3, 5), stroke=BRASS)
    third = group(group(wheel(32, 25), gear(8, 6, 9), moves="turn-2"), at=(38, -29), stroke=BRASS)
    fourth = group(group(wheel(28, 20), gear(8, 5, 8), moves="turn-1"), at=(68, 1))
    jewels = "".join(circle(2.4, at, **filled(RUBY)) for at in ((3, 5), (38, -29), (68, 1)))
    return first + second + third + fourth + jewels


def jewel() -> str:
    """A pierced jewel in section, set into the plate: the oil sink above, the pivot through the hole."""
    plate = path("M-96-18H-44V26H-96zM96-18H44V26H96z", fill=BRASS, fill_opacity=0.25, stroke=BRASS)
    stone = "M-44-12H-26C-16-12-10-4-7 4L-5 18H-44zM44-12H26C16-12 10-4 7 4L5 18H44z"
    oil = "M-10-2C-5 2 5 2 10-2L7 6 5 18H3V4H-3V18H-5L-7 6z"
    pivot = "M-3-34H3V18H12V60H-12V18H-3z"
    cap = "M-44-44H44V-34H-44z"
    return (
        plate
        + path(stone, fill=RUBY, fill_opacity=0.35, stroke=RUBY)
        + path(cap, fill=RUBY, fill_opacity=0.35, stroke=RUBY)
        + path(oil, **filled(BRASS))
        + path(pivot, fill=GROUND)
        + path("M-96-44H-44V-34H-96M96-44H44V-34H96", stroke=BRASS)
    )


def rotor() -> str:
    """A heavy rim on an open web, swinging on its ball bearing over a striped bridge."""
    bridge = circle(92) + "".join(
        path(f"M{x}-{h}V{h}", stroke_opacity=0.25)
        for x, h in ((-66, 64), (-44, 81), (-22, 89), (0, 92), (22, 89), (44, 81), (66, 64))
    )
    rim = "M88 0A88 88 0 0 1-88 0H-70A70 70 0 0 0 70 0z"
    web = path("M-70 0-14 0A14 14 0 0 0-8 11L-44 54M70 0 14 0A14 14 0 0 1 8 11L44 54", fill="none")
    balls = "".join(circle(2.6, polar(angle, 9), **filled(STEEL)) for angle in range(0, 360, 60))
    mass = path(rim, fill=BRASS, fill_opacity=0.35, stroke=BRASS)
    return bridge + group(mass, web, circle(14, fill=GROUND), balls, circle(4), moves="sway")


def tourbillon() -> str:
    """The cage that turns once a minute with the balance and its spring inside."""
    fixed = group(gear(90, 90, 95), stroke=BRASS)
    bars = "".join(path(_bar(angle)) for angle in (0, 120, 240))
    cage = circle(84) + circle(80) + bars + "".join(circle(3, polar(a, 82), **filled(STEEL)) for a in (0, 120, 240))
    beat = group(circle(52, stroke=BRASS), circle(46, stroke=BRASS), path(ticks(2, 6, 46), stroke=BRASS), moves="swing")
    hand = path("M-3 0 0-72 3 0z", **filled(STEEL))
    return (
        fixed
        + beat
        + path(coil(8, 34, 5), stroke=STEEL, stroke_width=1)
        + group(cage, hand, circle(6, fill=GROUND), circle(2.4, **filled(RUBY)), moves="turn-3")
    )


def _bar(angle: float) -> str:
    hub, bend, rim = polar(angle - 7, 10), polar(angle + 12, 44), polar(angle - 4, 80)
    return f"M{place(hub)}Q{place(bend)} {place(rim)}"


def shock_protection() -> str:
    """The lyre that holds the balance's stones from above, hooked under the edge of its seat."""
    lyre = (
        "M-22 62C-54 50-66 6-50-26-40-46-14-46-12-22-11-6-26 2-22 18-18 32 18 32 22 18 26 2 11-6"
        " 12-22 14-46 40-46 50-26 66 6 54 50 22 62M-14 60-4 22M14 60 4 22"
    )
    seat = (
        circle(86, stroke=BRASS)
        + circle(72, stroke=BRASS)
        + path("M-10-86H10V-64H-10zM-34 76-26 62-18 82M34 76 26 62 18 82", stroke=BRASS)
    )
    return (
        seat
        + circle(34, fill=RUBY, fill_opacity=0.3, stroke=RUBY)
        + path(lyre, stroke=STEEL, stroke_width=3)
        + circle(5, **filled())
    )


def column_wheel() -> str:
    """Six pillars on a ratchet of twelve teeth; a lever's beak stands between two of them."""
    saw = line([polar(30 * t + at, r) for t in range(12) for at, r in ((0, 66), (2, 82), (30, 66))], closed=True)
    pillars = "".join(path(_pillar(angle), fill=BRASS, fill_opacity=0.4) for angle in range(0, 360, 60))
    turned = group(path(saw), circle(34), pillars, circle(14), path("M-9 0H9"), moves="index")
    beak = path("M98-96 40-42 33-30 46-36 100-78", fill=GROUND, stroke=STEEL)
    pawl = path("M-98 92-58 62-66 50-100 76", fill=GROUND, stroke=STEEL)
    return turned + beak + pawl


def _pillar(angle: float) -> str:
    (x, y), (u, v) = polar(angle + 11, 34), polar(angle - 11, 34)
    return f"{arc(angle - 15, angle + 15, 58)}L{number(x)} {number(y)}A34 34 0 0 0 {number(u)} {number(v)}z"


def fusee() -> str:
    """Barrel and cone joined by a chain: where the spring is strong, it pulls on the narrow end."""
    drum = path("M-92-44H-36V44H-92zM-92-34H-36M-92 34H-36M-64-58V-44M-64 44V58", stroke=BRASS)
    steps = [(12 + 7 * turn, -40 + 14 * turn) for turn in range(6)]
    cone = "".join(path(f"M{46 - w} {y}H{46 + w}L{50 + w} {y + 12}H{42 - w}z") for w, y in steps)
    arbor = path("M46-62V-40M46 44V62")
    chain = path("M-36-20 23-12", stroke=STEEL, stroke_width=5, stroke_dasharray="7 2") + path(
        "M-92-26H-36M-92-18H-36M-92-10H-36", stroke=STEEL
    )
    return drum + cone + arbor + chain


def maltese_cross() -> str:
    """The finger on the barrel's arbor moves the cross one arm a turn, and stops against the one that is full."""
    shape = ((-29, 50), (-5, 50), (-4, 20), (4, 20), (5, 50), (29, 50), (36, 36))
    arms = [polar(72 * arm + at, radius) for arm in range(5) for at, radius in shape]
    cross = group(polygon(arms, fill=BRASS, fill_opacity=0.3, stroke=BRASS), circle(6), turned=180)
    finger = group(circle(34), path("M-4-33-3-50H3L4-33"), path("M-6-6H6V6H-6z"), moves="turn-2")
    return group(cross, at=(0, -44)) + group(finger, at=(0, 52))


def swan_neck() -> str:
    """The index between a curved spring and a fine screw: a hair's breadth of its tail is a second a day."""
    cock = path("M-60 96V40A60 60 0 0 1 60 40V96", stroke=BRASS)
    index = group(
        circle(16), circle(8, **filled(RUBY)), path("M-4-16-2-74 2-74 4-16M-9 15-8 34M9 15 8 34"), at=(0, 36), turned=10
    )
    neck = path("M-74 34C-78-20-66-74-26-78-2-80 8-66 6-44", stroke=STEEL, stroke_width=4)
    foot = circle(9, (-73, 44), fill=GROUND, stroke=STEEL) + path("M-80 44H-66")
    screw = path("M20-38H76M76-46V-30H88V-46zM62-46V-30", stroke=STEEL) + path(
        "M-34 72H34M-30 72V66M-20 72V68M-10 72V68M0 72V64M10 72V68M20 72V68M30 72V66"
    )
    return cock + index + neck + foot + screw


def heart_cam() -> str:
    """Wherever the hammer strikes the heart, it falls to the same place: zero."""
    heart = line([polar(a, 14 + 54 * min(a, 360 - a) / 180) for a in range(0, 360, 6)], closed=True)
    turned = group(
        path(heart, fill=BRASS, fill_opacity=0.3, stroke=BRASS),
        circle(7, fill=GROUND),
        path("M-1.5 0 0 92 1.5 0z", **filled(STEEL)),
        moves="heart",
    )
    hammer = path("M-26-34H26V-24H-26zM-10-34-4-98M10-34 4-98", fill=GROUND)
    return circle(96, stroke_opacity=0.3) + turned + hammer
