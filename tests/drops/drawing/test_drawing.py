from itertools import combinations
from math import dist, hypot
from random import Random

import pytest

from drops.drawing import WatchDesign, draw, lettering
from drops.drawing.canvas import Canvas
from drops.drawing.geometry import bar, disc, ring
from drops.drawing.hands import HOUR, MINUTE, SECOND, hand, lengths
from drops.drawing.indices import hour_marks
from drops.drawing.layout import TRACK, counters, date_window, minute_track
from drops.drawing.materials import DIALS, METALS, toned

INDICES = ["batons", "roman", "arabic", "diver", "quarters"]
LAYOUTS = ["plain", "small_seconds", "two_counters", "three_counters", "gmt"]
BEZELS = ["polished", "stepped", "diver", "gmt", "tachymeter"]


def make_design(**fields):
    return WatchDesign(**({"brand": "COMBE", "diameter": 38.5, "lug_to_lug": 46.0, "dial": "blue"} | fields))


DESIGNS = [
    make_design(indices=indices, layout=layout, date=date)
    for indices in INDICES
    for layout in LAYOUTS
    for date in (None, 10)
    if date is None or layout != "three_counters"
]


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: f"{design.indices}-{design.layout}-{design.date}")
def test_every_mark_stands_on_the_dial_and_on_nothing_else(design):
    marks = hour_marks(design)
    track = (TRACK - 0.05) * design.dial_radius
    for mark in marks.values():
        assert mark.reach < track
        assert all(mark.gap_to(counter.centre, counter.radius) > 0 for counter in counters(design))
    if design.indices == "batons":  # a bar is shortened beside a counter, where a figure gives way
        assert len(marks) == 12 - (design.date is not None)
    assert len(marks) >= 8
    assert minute_track(design).reach < design.dial_radius


@pytest.mark.parametrize("layout", LAYOUTS)
def test_counters_keep_apart_and_inside(layout):
    design = make_design(layout=layout)
    small = counters(design)
    for one, other in combinations(small, 2):
        assert dist(one.centre, other.centre) > one.radius + other.radius
    for counter in small:
        assert hypot(*counter.centre) + counter.radius < (TRACK - 0.05) * design.dial_radius
        assert counter.radius < hypot(*counter.centre)


def test_the_date_takes_the_place_of_an_index():
    assert 3 not in hour_marks(make_design(indices="roman", date=10))
    assert 6 not in hour_marks(make_design(indices="roman", layout="two_counters", date=10))
    assert not date_window(make_design()).outlines


@pytest.mark.parametrize("kind", ["dauphine", "leaf", "baton", "sword"])
def test_hands_have_their_lengths(kind):
    design = make_design(hands=kind)
    hour, minute, second = lengths(design)
    assert hour < min(abs(y) for _, y in hour_marks(design)[0].outlines[0]) < minute < second < design.dial_radius
    tips = [hand(design, length, 1.0).outline.reach for length in (hour, minute)]
    assert tips == pytest.approx([hour, minute], abs=0.02)


def test_the_hands_tell_one_time():
    assert pytest.approx(SECOND) == MINUTE % 1 * 60
    assert pytest.approx(MINUTE) == HOUR % 1 * 60


@pytest.mark.parametrize("view", ["front", "detail", "back"])
def test_the_same_chance_draws_the_same_picture(view):
    design = make_design(layout="small_seconds", engraving="ACIER 316L", date=10)
    one, again, other = (draw(design, 160, view=view, chance=Random(seed)) for seed in (7, 7, 8))
    assert one.size == (160, 200)
    assert (one.mode, one.info) == ("RGB", {})
    assert one.tobytes() == again.tobytes() != other.tobytes()


@pytest.mark.parametrize("bezel", BEZELS)
@pytest.mark.parametrize("strap", ["leather", "suede", "rubber", "bracelet", "mesh"])
def test_every_part_can_be_drawn(bezel, strap):
    design = make_design(
        bezel=bezel, strap=strap, texture="barleycorn" if strap == "mesh" else "hobnail", smoked=strap == "suede"
    )
    assert draw(design, 120, chance=Random(1)).size == (120, 150)


def test_the_dial_has_its_colour():
    picture = draw(make_design(texture="plain"), 200, chance=Random(1))
    red, _, blue = picture.getpixel((90, 150))
    assert blue > 2 * red


def test_shapes_are_cut_with_soft_edges():
    canvas = Canvas((100, 100), 10, (50, 50))
    canvas.paint(disc(3), (200, 200, 200))
    reds = {canvas.image.getpixel((x, y))[0] for x in range(100) for y in range(100)}
    assert {0, 200} < reds
    assert canvas.image.getpixel((50, 50)) == (200, 200, 200)


def test_a_ring_can_be_joined_with_what_lies_inside_it():
    canvas = Canvas((100, 100), 10, (50, 50))
    canvas.paint(ring(4, 3) | bar(0, 1, 0, 1), (255, 255, 255))
    assert [canvas.image.getpixel((50, y))[0] for y in (15, 25, 45)] == [255, 0, 255]


def test_what_lies_outside_the_picture_is_left_alone():
    canvas = Canvas((20, 20), 10, (10, 10))
    canvas.paint(disc(1).moved(50, 50), (255, 255, 255), blur=0.2)
    assert canvas.image.getbbox() is None


def test_a_ramp_goes_from_shade_to_light():
    for ramp in (*METALS.values(), *DIALS.values()):
        greys = [sum(toned(ramp, step / 10)) for step in range(11)]
        assert greys == sorted(greys)
    assert toned(METALS["steel"], -1) == METALS["steel"][0]


@pytest.mark.parametrize("pen", [lettering.DIDONE, lettering.GROTESQUE])
def test_every_letter_keeps_to_its_height(pen):
    for letter in set(lettering.SKELETONS) - {" "}:
        _, top, _, bottom = lettering.drawn(letter, pen).bounds
        assert -1.12 < top < bottom < 0.2, letter


def test_a_line_is_centred_on_its_point():
    left, top, right, bottom = lettering.line("COMBE", 2.0, (3.0, 4.0), lettering.GROTESQUE).bounds
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((3.0, 4.0), abs=0.15)
    assert not lettering.line("", 1.0, (0, 0), lettering.GROTESQUE).outlines
