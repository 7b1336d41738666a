"""One search over everything that parts have registered."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from community.search import index
from community.search.asking import Question, understand
from community.search.index import Candidate, Scope, Word
from community.search.kinds import Kind, Rows, all_kinds, author_id, kind_of
from community.search.marking import Needle, excerpt, mark
from community.search.trigrams import SHORTEST
from community.text.folding import WORD, fold

PER_PAGE = 20
MOST = 500  # candidates that are ranked and leafed through
AT_ONCE = 100  # of them whose parts are asked in one go what this viewer may see
LIKE_ENOUGH = 0.75  # of difflib's ratio, for a word misspelt
LIKE_THE_BEST = 0.1  # how much less alike than the best one another may be


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was found; `row` is what its part says of it to this viewer."""

    kind: str
    label: str | Promise
    template: str
    language: str
    title: SafeString
    excerpt: SafeString
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chip:
    """A kind one can narrow the search to."""

    name: str
    label: str | Promise
    is_current: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, best first. `is_near`: nothing was, and the lines hold words spelt nearly so.

    `instead` is then the question as it may have been meant. Nothing here counts what the viewer may not see.
    """

    asked: Question
    refusals: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    chips: tuple[Chip, ...] = ()
    page: int = 1
    has_more: bool = False
    is_near: bool = False
    instead: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.asked.text

    @property
    def page_before(self) -> int:
        return self.page - 1

    @property
    def page_after(self) -> int:
        return self.page + 1


def search(request: HttpRequest, text: str, *, kind: str = "", page: int = 1) -> Found:
    """What `request.user` may see of what holds every word of `text`, a page of it. Of one kind only with `kind`.

    At most `MOST` candidates are ranked, of each kind the newest if the words are common (`index`). What may not be
    seen now is dropped as if it were not there. A filter that means nothing is refused by a sentence.
    """
    asked = understand(text)
    scope, refusals = _scope_of(request, asked, kind)
    words = index.cut(asked.words, get_language() or settings.LANGUAGE_CODE) if not refusals else []
    if refusals or not (words or asked.is_filtered):
        return Found(asked, refusals)
    rows = index.candidates(words, asked.phrases, scope, get_language() or "", MOST)
    needle = Needle(frozenset(word.text for word in words), frozenset(stem for word in words for stem in word.stems))
    page = max(1, page)
    lines = list(islice(visible(request, rows, needle), page * PER_PAGE + 1))
    if not lines and words:
        return _near(request, asked, words, scope, _chips(kind))
    shown = tuple(lines[(page - 1) * PER_PAGE : page * PER_PAGE])
    return Found(asked, (), shown, _chips(kind), page, has_more=len(lines) > page * PER_PAGE)


def page_number(text: str) -> int:
    """The page asked for; the first where that makes no sense, never one beyond what is ranked."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    return min(max(number, 1), MOST // PER_PAGE)


def audiences_of(viewer: Any) -> list[str]:
    """The audiences that a person belongs to: everybody's, the members', the staff's, and one for each right."""
    if not viewer.is_authenticated:
        return ["all"]
    if not viewer.is_staff:
        return ["all", "members"]
    return ["all", "members", "staff", *(f"staff:{right}" for right in sorted(viewer.get_all_permissions()))]


def _chips(kind: str) -> tuple[Chip, ...]:
    return tuple(Chip(each.name, each.label, each.name == kind) for each in all_kinds())


def _scope_of(request: HttpRequest, asked: Question, kind: str) -> tuple[Scope, tuple[str, ...]]:
    """What the filters leave, and a sentence for each that means nothing."""
    refusals = list(asked.refusals)
    kinds = [each.name for each in all_kinds() if kind in ("", each.name)]
    scope = Scope(audiences_of(request.user), kinds, None, asked.place, _start(asked.after), _start(asked.before))
    if not kinds:
        refusals.append(gettext("On ne range rien sous « %(kind)s ».") % {"kind": kind})
    if asked.author:
        scope = replace(scope, author_id=author_id(asked.author))
        if scope.author_id is None:
            refusals.append(gettext("Personne ici ne s’appelle « %(handle)s ».") % {"handle": asked.author})
    if asked.place and not index.place_exists(asked.place, scope.audiences):
        refusals.append(gettext("Rien ne se range sous « %(place)s » ici.") % {"place": asked.place})
    return scope, tuple(refusals)


def _start(day: date | None) -> datetime | None:
    """The first moment of a day of the house."""
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE)) if day else None


def visible(request: HttpRequest, rows: list[Candidate], needle: Needle) -> Iterator[Line]:
    """Lines of what this viewer may see, in the order of the candidates; parts are asked as far as the reader comes."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        loaded = _loaded(request, some)
        for candidate in some:
            kind = kind_of(candidate.kind)
            row = loaded[candidate.kind].get(candidate.key)
            if kind and row is not None:
                yield _line(kind, candidate, row, needle)


def _loaded(request: HttpRequest, rows: Iterable[Candidate]) -> dict[str, Rows]:
    keys: dict[str, list[str]] = defaultdict(list)
    for candidate in rows:
        keys[candidate.kind].append(candidate.key)
    found = {name: (kind_of(name), some) for name, some in keys.items()}
    return {name: kind.load(some, request) if kind else {} for name, (kind, some) in found.items()}


def _line(kind: Kind, candidate: Candidate, row: Mapping[str, Any], needle: Needle) -> Line:
    title, text = str(row.get("title", candidate.title)), str(row.get("text", candidate.body))
    language = str(row.get("language", candidate.language))
    return Line(kind.name, kind.label, kind.template, language, mark(title, needle), excerpt(text, needle), row)


# Nothing found: perhaps a word was misspelt.


@dataclass(frozen=True, slots=True)
class Meant:
    """The words of a title that the misspelt ones may have meant, and how alike they are on the whole."""

    words: dict[str, str]
    likeness: float


def _near(request: HttpRequest, asked: Question, words: list[Word], scope: Scope, chips: tuple[Chip, ...]) -> Found:
    """Things in whose title each misspelt word stands nearly so, and the question as it may have been meant.

    Only what this viewer may see has a say in that.
    """
    rows = index.similar(words, scope)
    loaded = _loaded(request, rows)
    guesses = [(row, meant) for row in rows if row.key in loaded[row.kind] and (meant := meant_by(row, words))]
    best = max((meant.likeness for _, meant in guesses), default=0)
    alike = [(row, meant) for row, meant in guesses if meant.likeness >= best - LIKE_THE_BEST]
    alike.sort(key=lambda guess: -guess[1].likeness)
    lines = []
    for row, meant in alike[:PER_PAGE]:
        kind = kind_of(row.kind)
        needle = Needle(frozenset(fold(word) for word in meant.words.values()))
        if kind:
            lines.append(_line(kind, row, loaded[row.kind][row.key], needle))
    instead = _corrected(asked.text, alike[0][1].words) if alike else ""
    return Found(asked, (), tuple(lines), chips, is_near=True, instead=instead)


def meant_by(candidate: Candidate, words: list[Word]) -> Meant | None:
    """What a title offers for each word that is nowhere in the candidate; None where one of them is too far off."""
    titled = {fold(word): word for word in WORD.findall(candidate.title)}
    found, likenesses = {}, []
    for word, is_held in zip(words, candidate.held, strict=True):
        if is_held:
            found[word.text] = word.text
            continue
        likeness, nearest = max(
            ((difflib.SequenceMatcher(None, each, word.text).ratio(), each) for each in titled), default=(0, "")
        )
        if likeness < LIKE_ENOUGH or len(word.text) < SHORTEST:
            return None
        found[word.text] = titled[nearest]
        likenesses.append(likeness)
    return Meant(found, sum(likenesses) / len(likenesses)) if likenesses else None


def _corrected(text: str, words: Mapping[str, str]) -> str:
    """The question with its misspelt words put right, everything else as it was typed."""
    return WORD.sub(lambda word: _right(word.group(), words), text)


def _right(word: str, words: Mapping[str, str]) -> str:
    meant = words.get(fold(word), word)
    return word if fold(meant) == fold(word) else meant.lower()
