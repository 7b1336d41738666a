import pytest

from community.search.marking import EXCERPT, Needle, excerpt, mark

SPIRAL = Needle(frozenset(["spiral"]), frozenset(["spiral"]))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Le spiral", "Le <mark>spiral</mark>"),
        ("SPIRALE, spiraux, spirou", "<mark>SPIRALE</mark>, <mark>spiraux</mark>, spirou"),
        ("un mot", "un mot"),
        ("", ""),
    ],
)
def test_what_was_asked_is_marked(text, marked):
    assert mark(text, SPIRAL) == marked


@pytest.mark.parametrize("text", ["Échappement", "e\u0301chappement".capitalize(), "ECHAPPEMENTS"])
def test_marks_forgive_accents_and_case(text):
    assert mark(text, Needle(frozenset(["echappement"]))).startswith("<mark>")


def test_a_stem_is_marked_in_another_form():
    assert mark("On nageait.", Needle(frozenset(["nager"]), frozenset(["nag"]))) == "On <mark>nageait</mark>."


def test_two_letters_are_no_beginning():
    assert mark("or, orage", Needle(frozenset(["or"]))) == "<mark>or</mark>, orage"


@pytest.mark.parametrize(
    "text",
    [
        "<script>spiral</script>",
        "<img src=x onerror=spiral>",
        "&lt;spiral&gt;",
        "\"'><spiral>",
        "</mark><svg/onload=spiral>",
        "spiral<!--spiral",
    ],
)
def test_nothing_of_a_text_becomes_markup(text):
    for html in (mark(text, SPIRAL), excerpt(text, SPIRAL)):
        assert html.replace("<mark>spiral</mark>", "").count("<") == 0
        assert "<mark>spiral</mark>" in html


def test_what_was_asked_becomes_no_markup_either():
    needle = Needle(frozenset(["script", "mark", "lt", "amp"]))
    assert mark("<script>&lt;mark", needle) == "&lt;<mark>script</mark>&gt;&amp;<mark>lt</mark>;<mark>mark</mark>"


def test_an_excerpt_shows_where_the_word_stands():
    text = "un mot " * 100 + "le spiral bat " + "et encore " * 100
    found = excerpt(text, SPIRAL)
    assert "<mark>spiral</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) <= EXCERPT + len("… <mark></mark> …")


def test_an_excerpt_of_a_short_text_is_the_text():
    assert excerpt("Un titre\n\nLe spiral bat.\nEt bat.", SPIRAL) == "Un titre · Le <mark>spiral</mark> bat. Et bat."
    assert excerpt("", SPIRAL) == ""


@pytest.mark.parametrize(
    "text", ["x" * 5000, "x" * 300 + " spiral", "spiral" + "x" * 5000, "spiral " + "x" * 5000, "😀" * 900]
)
def test_an_excerpt_ends_whatever_the_text(text):
    assert len(excerpt(text, SPIRAL)) <= EXCERPT + 40
