"""Where a term is used: articles, data sheets of drops, and what members say, as far as this viewer may know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from community.search import index
from community.search.index import Scope, Word
from community.search.marking import Needle
from community.search.queries import audiences_of, visible
from community.text.folding import fold, words_of
from drops.queries import schedule
from drops.sheet import lines_of
from drops.visibility import SheetDropView
from editorial.explaining import current_matcher
from editorial.inflecting import forms_of
from editorial.search import ARTICLE

TALK = ("thread", "post", "idea")
MOST = 5  # of each
LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Use:
    """Something that uses a term."""

    title: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Uses:
    """The latest uses of each sort; none of what the viewer may not see."""

    articles: list[Use]
    drops: list[Use]
    talk: list[Use]

    def __bool__(self) -> bool:
        return bool(self.articles or self.drops or self.talk)


def uses_of(slug: str, names: list[str], request: HttpRequest, now: datetime) -> Uses:
    """Uses of the term with these French names. As many statements as there are sorts of things, whatever is found."""
    return Uses(
        articles=_found(names, request, [ARTICLE]),
        drops=_in_sheets(slug, request, now),
        talk=_found(names, request, TALK),
    )


def _found(names: list[str], request: HttpRequest, kinds: Collection[str]) -> list[Use]:
    """What the index holds under any of the names, each page once."""
    phrases = [phrase for name in names if (phrase := _phrase(name))]
    words = [Word(word, (), is_common=False) for word in {words_of(name)[0] for name in names if words_of(name)}]
    if not phrases:
        return []
    scope = Scope(audiences_of(request.user), list(kinds))
    rows = index.sharing(" | ".join(phrases), words, scope, get_language() or "fr", LOOKED_AT)
    found: dict[str, Use] = {}
    for line in visible(request, rows, Needle()):
        title = str(line.row.get("title") or _plain(line.title))
        found.setdefault(title, Use(title, line.row["url"], line.language))
        if len(found) == MOST:
            break
    return list(found.values())


def _plain(title: str) -> str:
    """A title of the index, which nothing was looked for in: escaped, without marks."""
    return unescape(title)


def _phrase(name: str) -> str:
    """The name as the index is asked for it: its words in a row, each in every form."""
    words = [{fold(form) for form in forms_of(word)} for word in words_of(name)]
    return "(" + " <-> ".join(f"({' | '.join(sorted(map(repr, forms)))})" for forms in words) + ")" if words else ""


def _in_sheets(slug: str, request: HttpRequest, now: datetime) -> list[Use]:
    """Drops whose watch this viewer may know and whose sheet or statement uses the term; the embargo decides."""
    matcher = current_matcher()
    shown = [view for view in reversed(schedule(request.user, now)) if isinstance(view, SheetDropView)]
    found = [
        Use(view.title, reverse("drops:drop", args=[view.code]), "")
        for view in shown
        if not view.rehearsal and any(term.slug == slug for _, _, term in matcher.found_in(_told(view)))
    ]
    return found[:MOST]


def _told(view: SheetDropView) -> str:
    return "\n".join([view.statement, view.watch.statement, *(line.text for line in lines_of(view.watch))])
