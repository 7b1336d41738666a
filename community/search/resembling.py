"""What is nearly what somebody is typing: fewer words in common than a search asks for, slips of the hand forgiven."""

from itertools import combinations, islice

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from community.search import index
from community.search.asking import understand
from community.search.index import Candidate, Scope, Word
from community.search.marking import Needle
from community.search.queries import Line, audiences_of, meant_by, visible
from community.search.trigrams import SHORTEST
from community.text.folding import fold

MOST_WORDS = 6  # of them, the longest: what is typed says most by these
FEW = 2  # words, of which one in common will do
LOOKED_AT = 40


def resembling(request: HttpRequest, text: str, *, kind: str, most: int) -> list[Line]:
    """Things of one kind that share two words with `text` (one, if it has but two), the most alike first.

    A word that stands nowhere counts as the nearest one of a title. As many statements as there are words, at most.
    """
    language = get_language() or settings.LANGUAGE_CODE
    scope = Scope(audiences_of(request.user), [kind])
    words = _telling(index.cut(understand(text).words, language))
    rows = _sharing(words, scope, language)
    if len(rows) < most and (read := [_read(word, scope) for word in words]) != [word.text for word in words]:
        words = _telling(index.cut(tuple(dict.fromkeys(read)), language))
        rows = list({row.id: row for row in (*rows, *_sharing(words, scope, language))}.values())
    needle = Needle(frozenset(word.text for word in words), frozenset(stem for word in words for stem in word.stems))
    return list(islice(visible(request, rows, needle), most))


def _telling(words: list[Word]) -> list[Word]:
    return sorted(words, key=lambda word: -len(word.text))[:MOST_WORDS]


def _sharing(words: list[Word], scope: Scope, language: str) -> list[Candidate]:
    """Rows that hold two of the words at least; one will do where there are but few."""
    if not words:
        return []
    pairs = [f"({one.query()} & {other.query()})" for one, other in combinations(words, 2)]
    wanted = pairs if len(words) > FEW else [word.query() for word in words]
    return index.sharing(" | ".join(wanted), words, scope, language, LOOKED_AT)


def _read(word: Word, scope: Scope) -> str:
    """The word as it was meant: itself where it stands somewhere, else the nearest one of a title."""
    if len(word.text) < SHORTEST:
        return word.text
    guesses = [meant for row in index.similar([word], scope) if (meant := meant_by(row, [word]))]
    if not guesses or any(each.words[word.text] == word.text for each in guesses):
        return word.text
    return fold(max(guesses, key=lambda each: each.likeness).words[word.text])
