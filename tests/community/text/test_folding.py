import pytest

from community.text.folding import fold, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Échappement", "echappement"), ("ŒIL", "oeil"), ("façade", "facade"), ("Grösse", "grosse"), ("Strass", "strass")],
)
def test_marks_and_case_fall_away(text, folded):
    assert fold(text) == folded


def test_composed_and_decomposed_letters_are_one():
    assert fold("e\u0301tanche") == fold("étanche") == "etanche"


def test_words_are_letters_and_digits():
    assert words_of("L’acier 316L, d’abord !") == ["l", "acier", "316l", "d", "abord"]
