"""One walk over the tokens of a text: the pieces of its HTML, and whom, what and where it names."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from community.text.addresses import Address, address
from community.text.clean import DEEPEST, without_hidden
from community.text.pieces import Attribution, Mention, Picture, Piece, escape
from community.text.wall import ELSEWHERE

_NESTED = 8  # one emphasis inside the other; more would be a tower of tags
_LARGEST_HEADING, _SMALLEST_HEADING = 3, 6  # h1 and h2 are the page's own
_ALWAYS = {"bullet_list_open": "<ul>", "bullet_list_close": "</ul>", "ordered_list_close": "</ol>"}
_ALWAYS |= {"list_item_close": "</li>", "hr": "<hr>"}
_BREAKS = {"softbreak", "hardbreak"}

# Kept equal to community/members/handles.py by a test: members stand above text.
_MENTION = re.compile(r"(?<![\w@/.+-])@([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)(?![\w@]|-\w)")
SHORTEST_HANDLE, LONGEST_HANDLE = 3, 30


def flatten(tokens: Sequence[Token] | None) -> str:
    """The words of inline tokens alone: what a picture shows, whom a quote is by."""
    words = []
    for token in tokens or ():
        if token.type in _BREAKS:
            words.append(" ")
        else:
            words.append(flatten(token.children) if token.type == "image" else token.content)
    return without_hidden("".join(words))


def attribute_quotes(tokens: Sequence[Token]) -> None:
    """Note on each block quote whose first line is a link to a post (`> [@anna](/cafe/p/123/) :`) whose it is."""
    for quote, paragraph, line, end in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if (quote.type, paragraph.type) != ("blockquote_open", "paragraph_open"):
            continue
        if not line.children or line.children[0].type != "link_open":
            continue
        first, rest = _split_line(line.children)
        closed = next(index for index, token in enumerate(line.children) if token.type == "link_close")
        source = address(str(first[0].attrs["href"]))
        by = flatten(first[1:closed]).strip()
        if source and source.post and by and flatten(first[closed + 1 :]).strip() in {"", ":"}:
            quote.meta |= {"source": source, "by": by}
            line.children = rest
            paragraph.hidden = end.hidden = paragraph.hidden or not rest


def _split_line(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """The first line, and what follows its break. A link may run over the break; then the line is longer."""
    level = 0
    for index, token in enumerate(tokens):
        level += token.nesting
        if token.type in _BREAKS and level == 0:
            return tokens[:index], tokens[index + 1 :]
    return tokens, []


class Reading:
    """What is found on the way. Each token is met by the method of its type; a type without one shows nothing."""

    def __init__(self, *, directed: bool) -> None:
        self.pieces: list[Piece] = []
        self.mentions: list[str] = []
        self.quotes: list[int] = []
        self.pictures: list[str] = []
        self.links: list[str] = []
        self.plain: list[str] = []
        self.is_empty = True  # until something is met that can be seen
        self._direction = ' dir="auto"' if directed else ""
        self._quotes: list[Address | None] = []  # those that are open, with the post they are from
        self._links: list[Address | None] = []  # those that are open; None for one that is not shown
        self._emphasis = 0
        self._headings: list[str] = []  # h1 to h6 as written: the last one, and those it stands under

    def walk(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type in _ALWAYS:
                self.pieces.append(_ALWAYS[token.type])
                self.is_empty = self.is_empty and token.type != "hr"
            elif meet := getattr(self, f"_{token.type}", None):
                meet(token)

    # Blocks

    def _inline(self, token: Token) -> None:
        self.walk(token.children or ())

    def _paragraph_open(self, token: Token) -> None:
        if not token.hidden:
            self.pieces.append(f"<p{self._direction}>")

    def _paragraph_close(self, token: Token) -> None:
        if not token.hidden:
            self.pieces.append("</p>")
        self._end_of_line()

    def _heading_open(self, token: Token) -> None:
        while self._headings and self._headings[-1] >= token.tag:
            self._headings.pop()
        self._headings.append(token.tag)
        self.pieces.append(f"<h{self._level}{self._direction}>")

    def _heading_close(self, _token: Token) -> None:
        self.pieces.append(f"</h{self._level}>")
        self._end_of_line()

    def _blockquote_open(self, token: Token) -> None:
        source = token.meta.get("source")
        if source and not any(self._quotes):
            self.quotes.append(source.post)
        self._quotes.append(source)
        if len(self._quotes) <= DEEPEST:
            post = f' data-post="{source.post}"' if source else ""
            self.pieces.append(f"<blockquote{post}>")
        if source:
            self.pieces.append(Attribution(source.post, source.href, token.meta["by"], self._direction))

    def _blockquote_close(self, _token: Token) -> None:
        if len(self._quotes) <= DEEPEST:
            self.pieces.append("</blockquote>")
        self._quotes.pop()

    def _ordered_list_open(self, token: Token) -> None:
        start = token.attrGet("start")
        self.pieces.append("<ol>" if start is None else f'<ol start="{int(start)}">')

    def _list_item_open(self, _token: Token) -> None:
        self.pieces.append(f"<li{self._direction}>")

    def _code_block(self, token: Token) -> None:
        code = without_hidden(token.content)
        self._say(code)
        # Long lines scroll, so the keyboard must get there.
        self.pieces.append(f'<pre tabindex="0"><code>{escape(code)}</code></pre>')
        self._end_of_line()

    _fence = _code_block

    # Inside a line

    def _text(self, token: Token) -> None:
        text = without_hidden(token.content)
        self._say(text)
        end = 0
        for found in () if any(self._links) else _MENTION.finditer(text):
            if SHORTEST_HANDLE <= len(found.group(1)) <= LONGEST_HANDLE:
                mention = Mention(found.group(1))
                self.pieces += [escape(text[end : found.start()]), mention]
                end = found.end()
                if not self._quotes:
                    self.mentions.append(mention.handle)
        self.pieces.append(escape(text[end:]))

    _text_special = _text

    def _softbreak(self, _token: Token) -> None:
        self.pieces.append("<br>\n")
        self._say("\n")

    _hardbreak = _softbreak

    def _code_inline(self, token: Token) -> None:
        code = without_hidden(token.content)
        self._say(code)
        self.pieces.append(f"<code>{escape(code)}</code>")

    def _em_open(self, token: Token) -> None:
        self._emphasis += 1
        if self._emphasis <= _NESTED:
            self.pieces.append(f"<{token.tag}>")

    def _em_close(self, token: Token) -> None:
        if self._emphasis <= _NESTED:
            self.pieces.append(f"</{token.tag}>")
        self._emphasis -= 1

    _strong_open = _s_open = _em_open
    _strong_close = _s_close = _em_close

    def _link_open(self, token: Token) -> None:
        self._open_link(address(str(token.attrs["href"])))

    def _link_close(self, _token: Token) -> None:
        if self._links.pop():
            self.pieces.append("</a>")

    def _image(self, token: Token) -> None:
        description = flatten(token.children)
        target = address(str(token.attrs["src"]))
        self._say(description)
        if target and target.picture:
            self.pictures.append(target.picture)
            self.pieces.append(Picture(target.picture, description))
            self.is_empty = False
        else:
            self._open_link(target)
            self.pieces.append(escape(description or (target.href if target else "")))
            self._link_close(token)

    # Steps

    def _open_link(self, target: Address | None) -> None:
        if target is None or any(self._links):
            self._links.append(None)
            return
        self._links.append(target)
        if not target.is_own and not target.is_mail:
            self.links.append(target.href)
        rel = "" if target.is_own else f' rel="{ELSEWHERE}"'
        self.pieces.append(f'<a href="{escape(target.href)}"{rel}>')

    def _say(self, words: str) -> None:
        self.is_empty = self.is_empty and not words.strip()
        if not self._quotes:
            self.plain.append(words)

    @property
    def _level(self) -> int:
        """Of the heading one is at: no step is left out, whatever was written."""
        return min(_LARGEST_HEADING - 1 + len(self._headings), _SMALLEST_HEADING)

    def _end_of_line(self) -> None:
        self._say("\n")
