from datetime import date

import pytest

from community.search.asking import MAX_WORDS, understand


@pytest.mark.parametrize("text", ["", "  ", "!?", "'", "l", "à d’", "&|!():*", "\\", "\x00", "“”", '""', "« »"])
def test_a_text_without_words_has_none(text):
    asked = understand(text)
    assert (asked.words, asked.phrases, asked.refusals) == ((), (), ())


def test_words_are_folded_and_each_counts_once():
    assert understand("L’Échappement à ancre, échappement 5").words == ("echappement", "ancre", "5")


def test_words_beyond_the_eighth_do_not_count():
    assert understand("un deux trois quatre cinq six sept huit neuf").words[MAX_WORDS:] == ()
    assert understand("un deux trois quatre cinq six sept huit").words[-1] == "huit"


@pytest.mark.parametrize("text", ['"réserve de marche"', "« réserve de marche »", "“réserve de marche”"])
def test_a_phrase_keeps_its_order_whatever_the_quotes(text):
    assert understand(text).phrases == (("reserve", "de", "marche"),)


def test_a_phrase_of_one_word_is_a_word():
    assert understand('"spiral"').phrases == ()
    assert understand('"spiral"').words == ("spiral",)


def test_a_quote_left_open_is_only_a_sign():
    asked = understand('"réserve de marche')
    assert (asked.words, asked.phrases) == (("reserve", "de", "marche"), ())


@pytest.mark.parametrize("name", ["from", "de", "von", "FROM", "De"])
def test_from_is_understood_in_three_languages(name):
    asked = understand(f"spiral {name}:@Loutre-du-val")
    assert (asked.words, asked.author) == (("spiral",), "loutre-du-val")


@pytest.mark.parametrize("name", ["in", "dans"])
def test_in_names_a_place(name):
    assert understand(f"{name}:Qlock").place == "qlock"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-01", (2026, 11, 1)), ("2026-2-28", (2026, 2, 28)), ("2026-11", (2026, 11, 1)), ("1970", (1970, 1, 1))],
)
@pytest.mark.parametrize(
    ("name", "field"), [("after", "after"), ("après", "after"), ("avant", "before"), ("vor", "before")]
)
def test_a_date_is_a_day_a_month_or_a_year(name, field, text, day):
    assert getattr(understand(f"{name}:{text}"), field) == date(*day)


@pytest.mark.parametrize(
    "value", ["", "hier", "2026-13", "2026-02-30", "2026-00", "1969", "2101", "٢٠٢٦", "2026-11-01T10", "-1"]
)
def test_what_is_no_date_is_refused_by_a_sentence(value):
    asked = understand(f"spiral after:{value}")
    assert len(asked.refusals) == 1
    assert "after:2026-11-01" in asked.refusals[0]
    assert asked.after is None


@pytest.mark.parametrize("text", ["from:", "de:@", "in:", "dans: qlock"])
def test_a_filter_without_its_word_is_refused_by_a_sentence(text):
    assert len(understand(text).refusals) == 1


def test_of_a_filter_named_twice_the_last_counts():
    assert understand("from:anna from:berta").author == "berta"


@pytest.mark.parametrize("text", ["https://exemple.ch", "note:10", "10:10", "le de : un mot", "aide:moi"])
def test_a_colon_alone_is_no_filter(text):
    asked = understand(text)
    assert not asked.is_filtered
    assert not asked.refusals


def test_hostile_questions_are_only_words():
    assert understand('"' * 500).words == ()
    assert understand("spiral" + "'" * 500).words == ("spiral",)
    assert len(understand(" ".join(f"from:{n}" for n in range(1000))).author) == 3
    assert len(understand("mot " * 250_000).words) == 1
