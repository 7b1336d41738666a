"""Nothing a member may send keeps the house busy: what grows faster than its length is caught here."""

import contextlib
import time

import pytest
from django.core.exceptions import ValidationError

from community.text.clean import clean, refuse_text
from community.text.markdown import read

LENGTH = 20_000
SLOWEST = 10.0  # seconds; the slowest takes a quarter of one alone on a machine, and is rarely alone there


def filled(unit, length=LENGTH):
    return unit * (length // len(unit))


UNITS = [
    *(
        "[",
        "]",
        "[]",
        "[a](",
        "![",
        "[a][",
        "*",
        "*a ",
        "a*",
        "*a_ ",
        "**a *a ",
        "_",
        "~",
        "~~a ",
        ">",
        "> ",
        ">\n",
        "`",
    ),
    *("- ", "1. ", "- > ", "- a\n", "1. a\n\n", "# ", "a\n=\n", "a\n", "-\n", "    a\n", "```\n", "~~~\n", "<", "<a:"),
    *(
        "&",
        "&#",
        "\\",
        "\t",
        "\n",
        "[a]: /b\n",
        "[a]: ",
        "http://a ",
        "https://",
        "http://a.a/((",
        "http://a:[",
        "@anna ",
    ),
    *("@a-", "> [@a](/cafe/p/1/) :\n\n", "\u200d", "\u0315\u0300", "\u0633\u200c", "\U0001f468\u200d", "*_~`[]("),
]
TOWERS = {
    "quotes 500 deep": "\n".join(">" * depth + " a" for depth in range(500)),
    "a list in each list": "\n".join("  " * depth + "- a" for depth in range(140)),
    "brackets in brackets": "[" * 10_000 + "]" * 10_000,
    "pictures in pictures": "![" * 2_800 + "](/a)" * 2_800,
    "references in references": "[a]: /b\n\n" + "![" * 3_000 + "a" + "][a]" * 3_000,
    "emphasis in emphasis": "*a **b " * 1_400 + "a** b*" * 1_400,
    "longer and longer code": " ".join("`" * length for length in range(200)),
    "references never used": "".join(f"[a{number}]: /b\n" for number in range(1_800)),
    "a title without end": "[a]: /b '" + "x\n" * 10_000,
    "an address without end": "http://a/" + ")" * 20_000,
}


def seconds(source):
    start = time.perf_counter()
    clean(source)
    read(source).html()
    with contextlib.suppress(ValidationError):
        refuse_text(source, longest=LENGTH)
    return time.perf_counter() - start


@pytest.mark.parametrize("unit", UNITS)
def test_repeating_takes_no_long_time(unit):
    assert seconds(filled(unit)) < SLOWEST


@pytest.mark.parametrize("tower", TOWERS)
def test_towers_take_no_long_time(tower):
    assert seconds(TOWERS[tower]) < SLOWEST


@pytest.mark.parametrize(
    "unit", ["a", "[", "*", ">", "`", "- ", "&", "<", "[a]: /b\n", "\u200d", "\u0315\u0300", "http://a "]
)
def test_a_million_characters_take_no_long_time(unit):
    assert seconds(filled(unit, 1_000_000)) < SLOWEST


def test_time_grows_with_the_length():
    """Eight times the words take about eight times as long; quadratic would be sixty-four."""
    words = "Bonjour @anna, voici [un lien](https://a.example/), du *texte* et\n> une citation.\n\n"
    short, long = (min(seconds(filled(words, length)) for _ in range(3)) for length in (2_500, 20_000))
    assert long < 30 * short
