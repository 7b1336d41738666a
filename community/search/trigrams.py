"""Words cut into three letters, which survive a slip of the hand."""

from collections.abc import Iterable

SHORTEST = 5  # letters: what is shorter resembles too much else
PER_TITLE = 200  # no title has more that counts


def trigrams_of(word: str) -> list[str]:
    """The threes of a folded word in their order, its beginning and end being letters, too."""
    padded = f"  {word} "
    return [padded[place : place + 3] for place in range(len(padded) - 2)]


def trigrams_of_title(words: Iterable[str]) -> list[str]:
    """The threes of every word long enough to be forgiven, each once."""
    found = {three: None for word in words if len(word) >= SHORTEST - 1 for three in trigrams_of(word)}
    return list(found)[:PER_TITLE]


def ends_of(word: str) -> tuple[list[str], list[str]]:
    """The first and the last threes of a word, so far apart that one slip spoils only one of the two.

    A letter missing, too many or wrong changes up to three neighbouring threes.
    """
    threes = trigrams_of(word)
    count = max(2, (len(threes) - 3) // 2)
    return threes[:count], threes[-count:]
