"""The colours are those of the house, everybody can read them, and they stand in one file."""

import re

import pytest

from config.tokens import colours
from tests.guards.tree import ROOT, files_of, name
from tests.look.colour import contrast, hexadecimal

# The house's material, as it was chosen.
PALETTE = {
    "enamel": ("#FAF7F2", "#0F1113"),
    "ink": ("#14161A", "#ECE7DD"),
    "steel": ("#24508F", "#8FB4EE"),
    "brass": ("#7A5A2B", "#A9804B"),
    "brass-ornament": ("#A9804B", "#A9804B"),
    "lume": ("#1E7A4C", "#8FE3B0"),
    "seconds": ("#C8202F", "#FF7A7A"),
}
GROUNDS = ("enamel", "raised", "sunken")
AAA, AA, SHAPE = 7.0, 4.5, 3.0
LEAST = {
    "ink": AAA,
    "soft": AAA,
    "steel": AA,
    "steel-pressed": AA,
    "brass": AA,
    "lume": AA,
    "seconds": AA,
    "edge": SHAPE,
}
SCHEMES = ("light", "dark")

DRAWINGS = ROOT / "static" / "img"  # pictures carry their own colours
NAMED = (
    "aqua|azure|beige|bisque|black|blue|brown|chocolate|coral|crimson|cyan|fuchsia|gold|goldenrod|gray|green|grey|"
    "indigo|ivory|khaki|lavender|lime|linen|magenta|maroon|navy|olive|orange|orchid|pink|plum|purple|red|salmon|"
    "sienna|silver|snow|tan|teal|thistle|tomato|turquoise|violet|wheat|white|yellow"
)
FUNCTION = r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\("
IN_CSS = re.compile(rf":[^;{{}}]*?(?:{FUNCTION}|(?<![\w-])(?:{NAMED})(?![\w-]))")
IN_MARKUP = re.compile(rf"""(?:fill|stroke|stop-color|flood-color|color|bgcolor)=["'](?:{FUNCTION}|{NAMED}["'])""")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("token", PALETTE)
def test_the_palette_is_exact(token, scheme):
    chosen = PALETTE[token][SCHEMES.index(scheme)]
    assert hexadecimal(getattr(colours()[token], scheme)) == chosen, f"--{token} is no longer {chosen} in {scheme}."


def test_a_light_hairline_is_the_chosen_one():
    assert hexadecimal(colours()["hair"].light) == "#D9D3C7"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("token", LEAST)
def test_what_is_said_can_be_read(token, ground, scheme):
    reached = contrast(getattr(colours()[token], scheme), getattr(colours()[ground], scheme))
    assert reached >= LEAST[token], (
        f"--{token} on --{ground} has {reached:.2f}:1 in {scheme}, it needs {LEAST[token]}: change its lightness."
    )


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("fill", ["steel", "steel-pressed"])
def test_a_button_can_be_read(fill, scheme):
    assert contrast(getattr(colours()["on-steel"], scheme), getattr(colours()[fill], scheme)) >= AAA


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("piece", ["steel", "piece-held"])
def test_a_piece_still_to_be_had_is_seen_on_the_dial(piece, scheme):
    assert contrast(getattr(colours()[piece], scheme), getattr(colours()["raised"], scheme)) >= SHAPE


def test_the_guilloche_is_felt_rather_than_seen():
    css = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    assert float(re.search(r"--guilloche: ([\d.]+);", css).group(1)) <= 0.04


def test_colours_stand_in_the_tokens_alone():
    found = []
    for path in (
        *files_of(".css", "static"),
        *files_of(".html", "templates"),
        *files_of(".svg", "static", "templates"),
    ):
        if path.name == "tokens.css" or DRAWINGS in path.parents:
            continue
        text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        pattern = IN_CSS if path.suffix == ".css" else IN_MARKUP
        found += [f"{name(path)}: {match.group().strip()}" for match in pattern.finditer(text)]
    assert not found, "Give these colours a name in static/css/tokens.css and use var(--name):\n" + "\n".join(found)


@pytest.mark.parametrize(
    "css", ["a { color: #fff; }", "a { border: 1px solid red; }", "a { background: oklch(50% 0 0); }"]
)
def test_the_guard_knows_a_colour_when_it_sees_one(css):
    assert IN_CSS.search(css)


@pytest.mark.parametrize(
    "css", ["a { color: var(--red-tape); }", ".red { margin: 0; }", "a { white-space: nowrap; }", "a { fill: none; }"]
)
def test_the_guard_leaves_the_rest_alone(css):
    assert not IN_CSS.search(css)
