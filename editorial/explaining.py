"""Link the first use of each glossary term in a text to its page.

One compiled matcher is kept per process, with the stamp of the glossary it was made from; each text asks the database
for the stamp first (one row by its key), so that no process explains from an old glossary.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from community.text.folding import fold
from editorial.models import GlossaryVersion, Term

# What is already a link, a title, a picture's text, code or data stays as it is.
UNTOUCHED = frozenset(
    [
        "a",
        "button",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
        "figcaption",
        "code",
        "pre",
        "svg",
        "title",
        "script",
        "style",
        "template",
        "textarea",
        "option",
    ]
)
# A comment, or a tag whose attributes may hold a `>` between quotes.
MARKUP = re.compile(r"""(<!--.*?-->|<[a-z/!?](?:[^>"']|"[^"]*"|'[^']*')*>)""", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Explained:
    """What the matcher must know of a term."""

    slug: str
    name: str
    short: str

    @property
    def url(self) -> str:
        return reverse("term", args=[self.slug])


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text as safe HTML with its terms linked, and these terms in the order of their first use."""

    html: SafeString
    terms: list[Explained]


@dataclass(frozen=True, slots=True)
class Matcher:
    """A glossary turned into one pattern: longer names first, so that the longest wins."""

    stamp: UUID | None
    pattern: re.Pattern[str]
    by_name: dict[str, Explained]

    def term_at(self, match: re.Match[str]) -> Explained:
        return self.by_name[_key(match.group())]


class _Kept:
    """The last matcher of this process. Replaced as a whole, so that threads never see half of one."""

    matcher: Matcher | None = None


def explain(text: object, *, but: str = "") -> Explanation:
    """Link each term at its first use, except the one whose slug is `but`.

    Plain text is escaped; what is marked safe is read as HTML, and only its visible sentences are touched.
    """
    linker = _Linker(current_matcher(), but)
    if hasattr(text, "__html__"):
        html = "".join(_walked(text.__html__(), linker))
    else:
        html = "".join(linker.pieces(str(text), escape))
    return Explanation(mark_safe(html), list(linker.used.values()))  # noqa: S308 -- escaped, or safe before


def current_matcher() -> Matcher:
    """The matcher of the glossary as it is now in the database."""
    stamp = GlossaryVersion.objects.values_list("stamp", flat=True).first()
    kept = _Kept.matcher
    if kept is None or stamp is None or kept.stamp != stamp:
        kept = _Kept.matcher = _build(stamp)
    return kept


def _build(stamp: UUID | None) -> Matcher:
    by_name: dict[str, Explained] = {}
    names: list[str] = []
    for term in Term.objects.only("slug", "name_fr", "short_fr", "synonyms"):
        explained = Explained(term.slug, term.name_fr, term.short_fr)
        for name in (term.name_fr, *term.synonyms):
            by_name.setdefault(_key(name), explained)
            names.append(name)
    names.sort(key=len, reverse=True)
    alternatives = "|".join(map(_expression, names)) or r"(?!)"
    return Matcher(stamp, re.compile(rf"(?<![\w&#-])(?:{alternatives})(?![\w-])", re.IGNORECASE), by_name)


def _expression(name: str) -> str:
    """A name as it may stand in a sentence: any blank between its words, either apostrophe, each word also plural."""
    return r"\s+".join(map(_word_expression, name.split()))


def _word_expression(word: str) -> str:
    written = re.sub("['’]", "['’]", re.escape(word))
    return written if _is_plural(word) else f"{written}[sx]?"


def _key(name: str) -> str:
    """What a name and its plural share."""
    return " ".join(fold(word).replace("’", "'").rstrip("sx") for word in name.split())


def _is_plural(word: str) -> bool:
    return word[-1].casefold() in "sxz" or not word[-1].isalpha()


class _Linker:
    """Links terms at their first use and remembers them, over as many pieces of one text as there are."""

    def __init__(self, matcher: Matcher, but: str) -> None:
        self.matcher = matcher
        self.but = but
        self.used: dict[str, Explained] = {}

    def pieces(self, text: str, written: Callable[[str], str]) -> Iterator[str]:
        """The text cut at first uses: what lies between goes through `written`, a first use becomes a link."""
        end = 0
        for match in self.matcher.pattern.finditer(text):
            term = self.matcher.term_at(match)
            if term.slug != self.but and term.slug not in self.used:
                self.used[term.slug] = term
                yield written(text[end : match.start()])
                yield _link(term, match.group())
                end = match.end()
        yield written(text[end:])


def _link(term: Explained, words: str) -> str:
    return format_html(
        '<a class="term" href="{}" title="{}" data-term="{}">{}</a>', term.url, term.short, term.slug, words
    )


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
