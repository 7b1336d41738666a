"""Every drawing is light, whole, in the page's own colours, and said in words."""

import re
from xml.etree import ElementTree as ET

import pytest

from editorial import drawings
from editorial.drawings import movement
from editorial.drawings.pen import number, polar
from tests.guards.tree import ROOT

KIB = 1024
STYLES = (ROOT / "static" / "css" / "pages" / "glossary.css").read_text(encoding="utf-8")


def test_there_are_enough():
    assert len(drawings.DRAWINGS) >= 25


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_a_drawing(name):
    svg = drawings.figure(name, "Le <nom>")
    assert len(svg.encode()) <= 6 * KIB
    picture = ET.fromstring(svg)
    title, description, *strokes = picture
    assert title.text == "Le <nom>"
    assert description.text.endswith(".")
    assert picture.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert strokes
    assert not re.search(r"#[0-9a-f]{3}|rgb|oklch|style=|NaN|inf", svg), "Colours are the page's tokens."


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_what_moves_moves_only_for_who_wants_it(name):
    moving = set(re.findall(r'class="(sketch__[\w-]+)"', drawings.strokes(name)))
    wanted = STYLES[STYLES.index("@media (prefers-reduced-motion: no-preference)") :]
    assert all(f".{each} {{" in wanted for each in moving)
    before = STYLES[: STYLES.index("@media (prefers-reduced-motion: no-preference)")]
    assert "animation" not in before


def test_some_move():
    assert sum("sketch__" in drawings.strokes(name) for name in drawings.DRAWINGS) >= 10


def test_a_drawing_that_is_gone_leaves_its_page_whole():
    assert drawings.figure("nulle-part", "Rien") == ""
    assert drawings.figure("", "Rien") == ""


def test_the_sheet_holds_each_once_and_says_its_version():
    symbols = ET.fromstring(drawings.sheet())
    assert [symbol.get("id") for symbol in symbols] == list(drawings.DRAWINGS)
    assert len(drawings.version()) == 12


@pytest.mark.parametrize(("angle", "point"), [(0, (0, -10)), (90, (10, 0)), (180, (0, 10)), (270, (-10, 0))])
def test_angles_are_a_dial_s(angle, point):
    assert polar(angle, 10) == pytest.approx(point)


@pytest.mark.parametrize(("value", "written"), [(0.04, "0"), (-0.04, "0"), (1.25, "1.2"), (-0.5, "-0.5"), (30.0, "30")])
def test_figures_are_short(value, written):
    assert number(value) == written


def test_fifteen_teeth_and_two_pallets():
    drawn = movement.lever_escapement()
    rim = re.search(r'd="(M[^"]+z)"', drawn).group(1)
    assert rim.count("L") + 1 == 15 * 5
    assert drawn.count("var(--seconds)") == 3  # two pallets and the roller's jewel
