import contextlib
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from community.text.clean import DEEPEST, clean, excerpt, refuse_text

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
# What the rules look at, so that hypothesis finds the places where two of them meet.
DELICATE = st.text(
    st.sampled_from("aé0 #>\n\r\t\x00\x0b\x85\u0301\u0338\u0344\u2190\u2329\u00a9\u263a\ufe0f\ufe0e\u200b\u200c\u200d")
    | st.sampled_from(
        "\u2028\u202e\u2066\u2069\u200e\u0633\u0645\u0915\u094d\u0958\u4e00\ufb1d\u1100\u1161\u115f\ufeff"
    )
    | st.sampled_from("\U0001f468\U0001f3fb\U0001f3f4\U000e0067\U000e0062\U000e007f\U000e0100\ud800\ufffe\uffff"),
    max_size=40,
)


def refusal(text, longest=100):
    with pytest.raises(ValidationError) as refused:
        refuse_text(text, longest=longest)
    return refused.value


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\n\n  a  \t\n b\xa0\n\n", "  a\n b"),
        ("e\u0301", "é"),
        ("pseu\u200bdo\u2060\ufeff", "pseudo"),
        ("mot\xadcoupé", "motcoupé"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("a\x00b\x1bc\x7fd\x9f", "abcd"),
        ("a\ud800b", "a\ufffdb"),
        ("\u3164\uffa0\u115f", ""),
        ("a\U000e0041\U000e007f", "a"),
        ("a" + "\u0316" * 50, "a" + "\u0316" * 8),
    ],
)
def test_what_is_stored(typed, stored):
    assert clean(typed) == stored


@pytest.mark.parametrize(
    "text",
    [
        FAMILY,
        "\u2764\ufe0f\u200d\U0001f525",
        "\U0001f3c3\U0001f3fb\u200d\u2640\ufe0f",
        "1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "می\u200cخواهم",
        "שלום, מה השעה ? 10:10",
        "مرحبا \u200fCH",
        "क्\u200dष",
        "葛\U000e0100",
        "Été — « œuvre » … 10 h 10",
    ],
)
def test_what_emoji_and_scripts_are_made_with_stays(text):
    assert clean(text) == text
    refuse_text(text, longest=100)


@pytest.mark.parametrize("text", ["a\u200d\u200db", FAMILY + "\u200d", "a\ufe0f\u200d\U0001f525"])
def test_joiners_that_join_nothing_go(text):
    assert "\u200d" not in clean(text).replace(FAMILY, "")


@given(st.text() | DELICATE)
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(DELICATE)
def test_nothing_forbidden_is_left(text):
    assert not set(clean(text)) & set("\x00\x0b\r\x85\u200b\u202e\u2066\u2069\u2028\ufeff\ufffe\uffff\ud800\u115f")


@pytest.mark.parametrize("text", ["", " \n\t\xa0", "\u200b\u200b", "\u202e", "\u200f\u200e", "\u2800", "\ufe0f"])
def test_what_shows_nothing_is_refused(text):
    assert refusal(text).code == "empty"


def test_one_character_too_many_is_refused():
    refuse_text("é" * 100, longest=100)
    refuse_text("e\u0301" * 100 + "  \n", longest=100)  # counted as it will be stored
    refused = refusal("é" * 101)
    assert refused.code == "long"
    assert "101" in refused.messages[0]
    assert "100" in refused.messages[0]


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x08", "\x1b", "\x7f", "\x9f"])
def test_control_characters_are_refused(character):
    assert refusal(f"a{character}b").code == "control"
    assert refusal(character).code == "control"


@pytest.mark.parametrize("text", ["a\tb", "a\r\nb", "a\x0bb\x0cc", "a\u202eb", "a\u200bb"])
def test_what_is_put_right_is_not_refused(text):
    refuse_text(text, longest=100)


def test_quotes_may_be_five_deep():
    refuse_text(">" * DEEPEST + " a", longest=100)
    assert refusal(">" * (DEEPEST + 1) + " a").code == "deep"
    assert refusal("\n".join(">" * depth + " a" for depth in range(500)), longest=200_000).code == "deep"
    assert refusal("- > - > - > - > - > - > a").code == "deep"


def test_a_merge_in_a_code_block_is_no_quote():
    refuse_text("```\n<<<<<<< HEAD\n>>>>>>> main\n```", longest=100)
    refuse_text("a >>>>>>> b", longest=100)


@given(st.text() | DELICATE)
def test_what_is_not_refused_has_words_and_room(text):
    with contextlib.suppress(ValidationError):
        refuse_text(text, longest=20)
        assert 0 < len(clean(text)) <= 20


@pytest.mark.parametrize("text", ["", "\x00", "a" * 101, ">" * 6 + " a"])
def test_a_refusal_is_a_sentence(text):
    assert refusal(text).messages[0].endswith(".")


@pytest.mark.parametrize(
    ("plain", "length", "beginning"),
    [
        ("Trois mots ici", 14, "Trois mots ici"),
        ("Trois mots ici", 13, "Trois mots…"),
        ("Trois mots ici", 11, "Trois mots…"),
        ("Trois mots ici", 10, "Trois…"),
        ("Trois,\n mots", 8, "Trois…"),
        ("Chronographe", 6, "Chron…"),
        ("", 10, ""),
    ],
)
def test_an_excerpt_ends_with_a_word(plain, length, beginning):
    assert excerpt(plain, length) == beginning


@given(st.text(), st.integers(1, 50))
def test_an_excerpt_is_never_longer(plain, length):
    assert len(excerpt(plain, length)) <= length
