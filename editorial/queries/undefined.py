"""Words that members use often and the glossary does not define: candidates for an editor's eye.

Computed when an editor asks: the newest texts of the index, in three statements. A candidate is a word, or a few, that
several members use and that the house's own writing on watches uses too; or one of which somebody asked what it is.
What everybody says about everything is left out, and so is what an editor has set aside.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from community.search.models import NEWEST, IndexEntry
from community.text.folding import WORD, fold, words_of
from editorial.explaining import Matcher, current_matcher
from editorial.models import SetAside, Term
from editorial.queries.common_words import COMMON, LEADING, LINKING

TEXTS = 3_000  # the newest that are read
MEMBERS = 3  # who use a word before it is offered
MOST = 40  # candidates
SHORTEST = 5  # letters of a word that stands alone, or at either end of several
TOO_COMMON = 0.05  # of the house's texts: « poignet » is no term
ASKED_FOR = 3  # what one question after a word counts, in members

_ASKS = re.compile(
    r"(?:c['’]est quoi|qu['’]est[ -]ce qu(?:e c['’]est qu)?(?:e|['’])|que (?:veut dire|signifie)|à quoi serv?e?n?t)"
    r"\s*(?:une?\s|les?\s|la\s|l['’]|des?\s|d['’])*([^?.!,;:\n]{3,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word or a few, how many members use it, and how often somebody asked what it is."""

    key: str  # folded
    words: str  # as the house writes them
    members: int
    uses: int
    asked: int


def undefined_words() -> list[Candidate]:
    """The candidates, those that most members use or ask about first."""
    matcher = current_matcher()
    known, aside = matcher.folded, set(SetAside.objects.values_list("word", flat=True))
    newest = IndexEntry.objects.filter(kind__in=["post", "idea"], audience__in=["all", "members"]).order_by(NEWEST)
    house, written = _of_the_house()
    users, uses, asked = defaultdict[str, set[int | None]](set), Counter[str](), Counter[str]()
    for author, text in newest.values_list("author_id", "body")[:TEXTS]:
        words = words_of(text)
        for key in _runs(words):
            if key in house:
                users[key].add(author)
                uses[key] += 1
        for key in _asked_in(text):
            asked[key] += 1
            users[key].add(author)
    offered = [
        Candidate(
            key, " ".join(written.get(word, word) for word in key.split()), len(users[key]), uses[key], asked[key]
        )
        for key in users
        if (len(users[key]) >= MEMBERS or asked[key]) and key not in aside and not _is_defined(key, matcher, known)
    ]
    offered.sort(key=lambda each: (-(each.members + ASKED_FOR * each.asked), -each.uses, each.key))
    return _without_parts(offered)[:MOST]


def _of_the_house() -> tuple[set[str], dict[str, str]]:
    """What its articles and definitions say, in runs of words, and how each word is written there.

    What many of them say is left out: it is no word of the trade.
    """
    texts = [*Term.objects.values_list("long_fr", flat=True)]
    texts += IndexEntry.objects.filter(kind="article").values_list("body", flat=True)
    written = {fold(word): word for text in texts for word in WORD.findall(text.lower())}
    counts = Counter(key for text in texts for key in set(_runs(words_of(text))))
    return {key for key, count in counts.items() if count <= max(2, TOO_COMMON * len(texts))}, written


def _runs(words: list[str]) -> Iterator[str]:
    """Nouns, known by what stands before them: alone, with the next word, or joined to one (« réserve de marche »)."""
    for place, word in enumerate(words):
        if not (_tells(word) and place and words[place - 1] in LEADING):
            continue
        yield word
        after = words[place + 1 : place + 3]
        if len(after) > 1 and after[0] in LINKING and _tells(after[1]):
            yield f"{word} {after[0]} {after[1]}"
        elif after and _tells(after[0]):
            yield f"{word} {after[0]}"


def _tells(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word not in COMMON


def _asked_in(text: str) -> Iterator[str]:
    """What somebody asks the meaning of: the longest run that the question begins with."""
    for found in _ASKS.finditer(text):
        words = words_of(found.group(1))
        if runs := list(_runs(["le", *words[:3]])):
            yield max(runs, key=len)


def _is_defined(key: str, matcher: Matcher, known: frozenset[str]) -> bool:
    """Whether the glossary explains any of it; texts are folded here, so accents are forgiven."""
    return any(word in known for word in (key, *key.split())) or any(True for _ in matcher.found_in(key))


def _without_parts(offered: Iterable[Candidate]) -> list[Candidate]:
    """A word that is only said within a longer candidate gives way to it."""
    every = list(offered)
    longer = [each for each in every if " " in each.key]
    return [
        each
        for each in every
        if not any(each.key in other.key.split() and other.uses >= each.uses * 0.8 for other in longer)
    ]
