"""What was asked, marked in what was found: accents and case do not count, and nothing of a text becomes markup."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from community.text.folding import WORD, fold

EXCERPT = 240  # characters
LEAD = 60  # of them, about, before the first word that was asked
SHORTEST_START = 3  # letters that stand for the beginning of a word; fewer are a word themselves
LONGEST_ENDING = 5  # letters that a word may have beyond its stem
_LINE_END = re.compile(r"(?<=[^\s.!?…:;,])[ \t]*\n\s*")  # of a line that is no sentence: a title


@dataclass(frozen=True, slots=True)
class Needle:
    """The folded words that were looked for, and their stems."""

    words: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()

    def meets(self, word: str) -> bool:
        """Whether a folded word is one of those, begins with one, or shares its stem; « spiraux » shares « spiral »."""
        if word in self.words or (word.endswith("aux") and f"{word[:-3]}al" in self.words):
            return True
        starts = (each for each in self.words if len(each) >= SHORTEST_START)
        stems = (each for each in self.stems if len(each) >= SHORTEST_START and len(word) - len(each) <= LONGEST_ENDING)
        return word.startswith((*starts, *stems))


def mark(text: str, needle: Needle) -> SafeString:
    """The text as HTML, each word that was asked in `<mark>`."""
    text = unicodedata.normalize("NFC", text)
    pieces, end = [], 0
    for start, stop in _places(text, needle):
        pieces += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308 -- each piece is escaped, or ours


def excerpt(text: str, needle: Needle) -> SafeString:
    """The sentence or two around the first word that was asked, marked; the beginning of the text without one."""
    text = " ".join(_LINE_END.sub(" · ", unicodedata.normalize("NFC", text).strip()).split())
    first = next((start for start, _ in _places(text, needle)), 0)
    start = 0 if first <= LEAD * 2 else text.find(" ", first - LEAD) + 1
    start = min(start, first)  # a word of sixty letters and more stands before it
    stop = len(text) if len(text) - start <= EXCERPT else text.rfind(" ", start, start + EXCERPT)
    stop = stop if stop > first else start + EXCERPT
    cut = text[start:stop].rstrip(" ,;:")
    before, after = "… " if start else "", " …" if stop < len(text) else ""
    return mark(f"{before}{cut}{after}", needle)


def _places(text: str, needle: Needle) -> Iterator[tuple[int, int]]:
    for word in WORD.finditer(text):
        if needle.meets(fold(word.group())):
            yield word.span()
