"""Link the first use of each glossary term in a text to its page.

One compiled matcher is kept per process, with the stamp of the glossary it was made from. A request asks the database
once for the stamp, and by the same row whether this member reads without explanations: so no process explains from an
old glossary, and a page of fifty posts costs what a page of one costs.

A text is walked word by word: one look into a dictionary each, and only where a name may begin its expression is
tried. What a text costs does not grow with the glossary.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from uuid import UUID

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from community.text.folding import fold
from editorial.inflecting import expression, first_forms
from editorial.models import GlossaryVersion, PlainReader, Term

# What is already a link, a title, somebody else's words, a picture's text, code or data stays as it is.
UNTOUCHED = frozenset(
    [
        "a",
        "abbr",
        "audio",
        "blockquote",
        "button",
        "caption",
        "cite",
        "code",
        "dfn",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "iframe",
        "kbd",
        "label",
        "legend",
        "math",
        "nav",
        "noscript",
        "object",
        "option",
        "pre",
        "q",
        "samp",
        "script",
        "select",
        "style",
        "summary",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
# A comment, or a tag whose attributes may hold a `>` between quotes.
MARKUP = re.compile(r"""(<!--.*?-->|<[a-z/!?](?:[^>"']|"[^"]*"|'[^']*')*>)""", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
SHORTEST_FOREIGN = 5  # letters of a German or English name: a shorter one is some other word of French


@dataclass(frozen=True, slots=True)
class Explained:
    """What the matcher must know of a term. Found by another language's name, its words are of that language."""

    slug: str
    name: str
    short: str
    language: str = "fr"

    @property
    def url(self) -> str:
        return f"{_glossary_at(get_language(), get_script_prefix())}{self.slug}/"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text as safe HTML with its terms linked, and these terms in the order of their first use."""

    html: SafeString
    terms: list[Explained]


class Start:
    """The names that begin with one word, longest first: their expression is compiled when a text has that word."""

    def __init__(self, names: Mapping[str, tuple[str, Explained]]) -> None:
        longest_first = sorted(names.items(), key=lambda item: -len(item[0]))
        self._written = [written for _, (written, _) in longest_first]
        self.terms = [explained for _, (_, explained) in longest_first]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Each name is a group, so that the number of the group tells whose it is."""
        alternatives = "|".join(f"({written})" for written in self._written)
        return re.compile(rf"(?<![\w&#-])(?:{alternatives})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matcher:
    """A glossary by the words that its names begin with."""

    stamp: UUID | None
    starts: dict[str, Start]

    @property
    def folded(self) -> frozenset[str]:
        """The words that names begin with, without accents: what is written without them is known by these."""
        return frozenset(map(fold, self.starts))

    def found_in(self, text: str) -> Iterator[tuple[int, int, Explained]]:
        """Each name in the text: where it begins and ends, and its term. The longest wins; none overlap."""
        starts, end = self.starts, 0
        for word in WORD.finditer(text):
            start = starts.get(word.group().lower())
            if start is None or word.start() < end:
                continue
            if match := start.pattern.match(text, word.start()):
                end = match.end()
                yield word.start(), end, start.terms[(match.lastindex or 1) - 1]


class _Kept:
    """The last matcher of this process. Replaced as a whole, so that threads never see half of one."""

    matcher: Matcher | None = None


class Explainer:
    """Explains texts to one reader, for as long as one request lasts."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._matcher: Matcher | None = None
        self._is_asked = False

    @property
    def matcher(self) -> Matcher | None:
        """The matcher of the glossary as it is now; None for a member who reads without."""
        if not self._is_asked:
            self._matcher = _matcher_for(getattr(self._request, "user", None))
            self._is_asked = True
        return self._matcher

    def __call__(self, text: object) -> SafeString:
        return self.explain(text).html

    def explain(self, text: object, *, but: str = "") -> Explanation:
        """The same with its terms; `but` is the slug of one to leave alone, on its own page."""
        if (matcher := self.matcher) is None:
            return Explanation(conditional_escape(text), [])  # type: ignore[arg-type]  # it takes anything, as templates do
        return explain(text, matcher, but=but)


def explain(text: object, matcher: Matcher, *, but: str = "") -> Explanation:
    """Link each term at its first use, except the one whose slug is `but`.

    Plain text is escaped; what is marked safe is read as HTML, and only its visible sentences are touched.
    """
    linker = _Linker(matcher, but)
    if hasattr(text, "__html__"):
        html = "".join(_walked(text.__html__(), linker))
    else:
        html = "".join(linker.pieces(str(text), escape))
    return Explanation(mark_safe(html), list(linker.used.values()))  # noqa: S308 -- escaped, or safe before


def current_matcher() -> Matcher:
    """The matcher of the glossary as it is now in the database, whoever reads."""
    return _matcher_of(GlossaryVersion.objects.values_list("stamp", flat=True).first())


def _matcher_for(user: object) -> Matcher | None:
    """The same for one reader, by one statement; None if they want none."""
    plain = PlainReader.objects.filter(member=getattr(user, "pk", None))
    row = GlossaryVersion.objects.values_list("stamp", Exists(plain)).first()
    stamp, is_plain = row or (None, False)
    return None if is_plain else _matcher_of(stamp)


def _matcher_of(stamp: UUID | None) -> Matcher:
    kept = _Kept.matcher
    if kept is None or stamp is None or kept.stamp != stamp:
        kept = _Kept.matcher = build(stamp, Term.objects.order_by("pk"))
    return kept


def build(stamp: UUID | None, terms: Iterable[Term]) -> Matcher:
    """A matcher of these terms. A name that two languages share is French; one that two terms share, the older's."""
    by_first: dict[str, dict[str, tuple[str, Explained]]] = defaultdict(dict)
    for name, language, explained in _names(list(terms)):
        written = expression(name, language)
        for first in first_forms(name, language):
            by_first[first].setdefault(name.lower(), (written, explained))
    return Matcher(stamp, {first: Start(names) for first, names in by_first.items()})


def _names(terms: list[Term]) -> Iterator[tuple[str, str, Explained]]:
    for term in terms:
        explained = Explained(term.slug, term.name_fr, term.short_fr)
        yield from ((name, "fr", explained) for name in (term.name_fr, *term.synonyms))
    for language in ("de", "en"):
        for term in terms:
            name = getattr(term, f"name_{language}")
            if len(name) >= SHORTEST_FOREIGN:
                short = getattr(term, f"short_{language}") or term.short_fr
                yield name, language, Explained(term.slug, name, short, language)


class _Linker:
    """Links terms at their first use and remembers them, over as many pieces of one text as there are."""

    def __init__(self, matcher: Matcher, but: str) -> None:
        self.matcher = matcher
        self.but = but
        self.used: dict[str, Explained] = {}

    def pieces(self, text: str, written: Callable[[str], str]) -> Iterator[str]:
        """The text cut at first uses: what lies between goes through `written`, a first use becomes a link."""
        done = 0
        for start, end, term in self.matcher.found_in(text):
            if term.slug != self.but and term.slug not in self.used:
                self.used[term.slug] = term
                yield written(text[done:start])
                yield _link(term, written(text[start:end]))
                done = end
        yield written(text[done:])


@cache
def _glossary_at(language: str | None, prefix: str) -> str:
    """Where the glossary stands for who reads in this language; asked for each link, so found once."""
    return reverse("glossary")


def _link(term: Explained, words: str) -> str:
    return f'<a class="term" href="{term.url}" title="{escape(term.short)}" data-term="{term.slug}">{words}</a>'


def _walked(html: str, linker: _Linker) -> Iterator[str]:
    """The HTML as it is, explained where it stands outside of what is `UNTOUCHED`."""
    inside: list[str] = []
    for place, piece in enumerate(MARKUP.split(html)):
        if place % 2 == 0:
            yield from [piece] if inside else linker.pieces(piece, str)
            continue
        yield piece
        if (tag := TAG.match(piece)) and (name := tag["name"].lower()) in UNTOUCHED:
            if not tag["end"]:
                inside.append(name)
            elif inside and inside[-1] == name:
                inside.pop()
