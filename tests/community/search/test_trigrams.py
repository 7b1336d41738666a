import pytest

from community.search.trigrams import SHORTEST, ends_of, trigrams_of, trigrams_of_title


def slips(word):
    """Every way to leave a letter out, to type one too many, or a wrong one."""
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
        yield word[:place] + "z" + word[place + 1 :]
    for place in range(len(word) + 1):
        yield word[:place] + "z" + word[place:]


def test_a_word_is_cut_with_its_ends():
    assert trigrams_of("or") == ["  o", " or", "or "]


@pytest.mark.parametrize("word", ["balancier", "spiral", "tourbillon", "marche", "quantieme"])
def test_one_slip_leaves_one_end_whole(word):
    known = set(trigrams_of(word))
    for slip in slips(word):
        if len(slip) >= SHORTEST:
            head, tail = ends_of(slip)
            assert known.issuperset(head) or known.issuperset(tail), slip


def test_a_title_counts_each_three_once_and_leaves_short_words_out():
    assert trigrams_of_title(["le", "balai", "balai"]) == trigrams_of("balai")
    assert len(trigrams_of_title(f"mot{number}x" for number in range(500))) <= 200
