"""What somebody typed, understood: words, phrases between quotes, and filters such as `from:loutre`."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from community.text.folding import words_of

MAX_WORDS = 8
LONGEST_WORD = 60  # letters; of what is longer the beginning counts
FIRST_YEAR, LAST_YEAR = 1970, 2100

# Each filter by the names that its readers give it; the first is the one that help speaks of.
NAMES = {
    "author": ("from", "de", "von"),
    "place": ("in", "dans"),
    "after": ("after", "apres", "après", "nach"),
    "before": ("before", "avant", "vor"),
}
_MEANING = {name: meaning for meaning, names in NAMES.items() for name in names}
_FILTER = re.compile(rf"(?<!\S)({'|'.join(_MEANING)}):(\S*)", re.IGNORECASE)
_PHRASE = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart. `refusals` say in a sentence each what could not be understood."""

    text: str = ""
    words: tuple[str, ...] = ()  # folded, those of the phrases among them
    phrases: tuple[tuple[str, ...], ...] = ()
    author: str = ""
    place: str = ""
    after: date | None = None  # from this day on
    before: date | None = None  # until the end of the day before this one
    refusals: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        return bool(self.author or self.place or self.after or self.before)


def understand(text: str) -> Question:
    """Take a question apart. Of a filter named twice the last counts; words beyond the eighth do not count.

    A letter by itself is no word: the article of « l’heure », or what nearly every page begins a word with.
    """
    asked = Question(text=" ".join(text.replace("\0", " ").split()))
    for name, value in _FILTER.findall(asked.text):
        asked = _FILTERS[_MEANING[name.lower()]](asked, name, value)
    rest = _FILTER.sub(" ", asked.text)
    words = [word[:LONGEST_WORD] for word in words_of(rest) if len(word) > 1 or word.isdigit()]
    phrases = [tuple(word[:LONGEST_WORD] for word in words_of(inside)[:MAX_WORDS]) for inside in _PHRASE.findall(rest)]
    return replace(
        asked,
        words=tuple(dict.fromkeys(words))[:MAX_WORDS],
        phrases=tuple(phrase for phrase in phrases if len(phrase) > 1)[:MAX_WORDS],
    )


def _author(asked: Question, name: str, value: str) -> Question:
    if handle := value.removeprefix("@").lower():
        return replace(asked, author=handle)
    return _refused(asked, _("Après « %(filter)s: » vient un pseudo : « %(filter)s:loutre ».") % {"filter": name})


def _place(asked: Question, name: str, value: str) -> Question:
    if value:
        return replace(asked, place=value.lower())
    return _refused(
        asked, _("Après « %(filter)s: » vient une table du café : « %(filter)s:qlock ».") % {"filter": name}
    )


def _after(asked: Question, name: str, value: str) -> Question:
    return replace(asked, after=day) if (day := _day(value)) else _undated(asked, name)


def _before(asked: Question, name: str, value: str) -> Question:
    return replace(asked, before=day) if (day := _day(value)) else _undated(asked, name)


_FILTERS: dict[str, Callable[[Question, str, str], Question]] = {
    "author": _author,
    "place": _place,
    "after": _after,
    "before": _before,
}


def _undated(asked: Question, name: str) -> Question:
    sentence = _("« %(filter)s: » attend une date, comme « %(filter)s:2026-11-01 » ou « %(filter)s:2026-11 ».")
    return _refused(asked, sentence % {"filter": name})


def _refused(asked: Question, sentence: str) -> Question:
    return replace(asked, refusals=tuple(dict.fromkeys([*asked.refusals, sentence])))


def _day(value: str) -> date | None:
    """The first day of what is meant: a day, a month or a year; None for what is no date, or far from our time."""
    if not (found := _DATE.fullmatch(value)):
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)
