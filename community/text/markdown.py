"""The text of members: CommonMark in, a document out that knows whom it calls and what it shows, and safe HTML."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.safestring import SafeString, mark_safe

from community.text.clean import clean
from community.text.parsing import LONGEST, parse
from community.text.pieces import Attribution, Piece, Shown, escape, html_of
from community.text.reading import Reading, attribute_quotes
from community.text.wall import wall

_FROM_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_NO_PICTURES: Mapping[str, Shown] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read. Mentions, quotes and pictures stand once each; links as often as they are written."""

    mentions: tuple[str, ...]  # handles in lower case, without those in code, links and quotes
    quotes: tuple[int, ...]  # ids of the posts quoted with attribution; not those quoted inside of these
    pictures: tuple[str, ...]  # tokens of our pictures, quoted ones too
    links: tuple[str, ...]  # http and https addresses of other hosts, quoted ones too
    plain: str  # the words for a search and an excerpt: no markup, no quotes
    pieces: tuple[Piece, ...]

    @property
    def attributed(self) -> set[int]:
        """The ids of all posts that a quote names, also within other quotes: what `html` asks the authors of."""
        return {piece.post for piece in self.pieces if isinstance(piece, Attribution)}

    def html(
        self,
        *,
        members: Collection[str] = (),
        pictures: Mapping[str, Shown] = _NO_PICTURES,
        authors: Mapping[int, str] | None = None,
        undescribed: str = "",
    ) -> SafeString:
        """The text as a page shows it: mentions of `members` are links, `pictures` are seen, the others described.

        `authors` are the handles behind the quoted posts: what they do not hold is quoted from nobody. None believes
        the quoter. `undescribed` stands for the description of a picture that has none.
        """
        written = "".join(html_of(piece, members, pictures, authors, undescribed) for piece in self.pieces)
        return mark_safe(wall(written))  # noqa: S308 -- escaped while it was read, and behind the wall


def read(source: str) -> Document:
    """Read `source` once. Refuses nothing: what is too nested or would show nothing stands as it was typed.

    What is longer than anything a member may write is cut, so that no text takes long.
    """
    text = clean(source[:LONGEST]) + ("…" if len(source) > LONGEST else "")
    tokens = parse(text)
    if tokens is None:
        return _as_typed(text)
    attribute_quotes(tokens)
    reading = Reading(directed=_is_from_right_to_left(text))
    reading.walk(tokens)
    if reading.is_empty:
        return _as_typed(text)
    return Document(
        mentions=tuple(dict.fromkeys(reading.mentions)),
        quotes=tuple(dict.fromkeys(reading.quotes)),
        pictures=tuple(dict.fromkeys(reading.pictures)),
        links=tuple(reading.links),
        plain="".join(reading.plain).strip(),
        pieces=tuple(reading.pieces),
    )


def _as_typed(text: str) -> Document:
    direction = ' dir="auto"' if _is_from_right_to_left(text) else ""
    paragraphs = [escape(part).replace("\n", "<br>\n") for part in re.split("\n\n+", text) if part]
    pieces = tuple(f"<p{direction}>{part}</p>" for part in paragraphs)
    return Document(mentions=(), quotes=(), pictures=(), links=(), plain=text, pieces=pieces)


def _is_from_right_to_left(text: str) -> bool:
    """Are there letters of Arabic, Hebrew or their relatives? Then each block finds its own direction."""
    return bool(_FROM_RIGHT_TO_LEFT.search(text))
