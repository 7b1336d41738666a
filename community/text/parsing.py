"""From characters to markdown-it's tokens: CommonMark and strike-through, without tables and HTML, within bounds."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LONGEST = 50_000  # characters; longer than anything a member may write
_NESTED = 20  # markdown-it drops what lies deeper
_LINK = re.compile(r"://[^\s<>\[\]\"`{}|\\^«»“”„‹›…]{1,2000}")
_SCHEME = re.compile(r"(?<![^\W_])https?\Z", re.ASCII)


class _CommonMark(MarkdownIt):
    """Links to anywhere are read as links; where they may lead is decided once, in `addresses`."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 -- as markdown-it calls it
        return True


def parse(source: str) -> Sequence[Token] | None:
    """Read `source`, or return None when it is too long, or so nested that words would be lost."""
    if len(source) > LONGEST:
        return None
    tokens = _commonmark.parse(source)
    return None if any(_hides_words(token) for token in tokens) else tokens


def quote_depth(tokens: Sequence[Token]) -> int:
    """How many quotes stand one inside the other where it is worst."""
    depth = deepest = 0
    for token in tokens:
        if token.type.startswith("blockquote_"):
            depth += token.nesting
            deepest = max(deepest, depth)
    return deepest


def _hides_words(token: Token) -> bool:
    return token.level >= _NESTED - 1 and token.type in {"blockquote_open", "list_item_open"}


def _link_bare_addresses(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    """Make a link of `https://…` in the text. linkify-it would do more than we want, in quadratic time."""
    start = state.pos
    if state.linkLevel or not state.src.startswith("://", start):
        return False
    scheme = _SCHEME.search(state.src[max(0, start - 6) : start].lower())
    found = _LINK.match(state.src, start, state.posMax)
    rest = _without_punctuation(found.group()) if found else ""
    if not scheme or len(rest) <= len("://"):
        return False
    if not silent:
        written = state.src[start - len(scheme.group()) : start]
        state.pending = state.pending.removesuffix(written)
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(written + rest)}
        state.push("text", "", 0).content = written + rest
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _without_punctuation(address: str) -> str:
    """Take off what ends the sentence and not the address: “(https://qlock.example/a_(b)).” keeps “a_(b)”."""
    while address.endswith((*".,:;!?'’*_~", ")")):
        if address.endswith(")") and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _build() -> MarkdownIt:
    # Without text_join an escaped “\@” stays apart from the name behind it, and nobody is called.
    parser = _CommonMark("commonmark", {"html": False, "maxNesting": _NESTED})
    parser.disable(["html_block", "html_inline", "text_join"]).enable("strikethrough")
    parser.inline.ruler.before("escape", "bare_addresses", _link_bare_addresses)
    return parser


_commonmark = _build()
