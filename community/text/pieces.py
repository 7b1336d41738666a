"""What a text is made of once it is read: finished HTML, and what is only known when it is shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from community.text.wall import PICTURE_SIZES

WIDTHS = (480, 960, 1440)


class Shown(Protocol):
    """A picture that may be shown, with its size in pixels."""

    @property
    def token(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Mention:
    """An `@handle` in the text: a link when such a member is there."""

    written: str

    @property
    def handle(self) -> str:
        return self.written.lower()

    def html(self, members: Collection[str]) -> str:
        if self.handle not in members:
            return f"@{self.written}"
        return f'<a class="mention" href="/membres/{self.handle}/">@{self.written}</a>'


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ours in the text: its description where it is hidden or gone."""

    token: str
    description: str

    def html(self, pictures: Mapping[str, Shown], undescribed: str = "") -> str:
        shown = pictures.get(self.token)
        if shown is None:
            return escape(self.description)
        start = f"/images/{self.token}-"
        sources = ", ".join(f"{start}{width}.webp {width}w" for width in WIDTHS)
        return (
            f'<span class="picture"><img src="{start}960.webp" srcset="{sources}" sizes="{PICTURE_SIZES}"'
            f' width="{int(shown.width)}" height="{int(shown.height)}" loading="lazy" decoding="async"'
            f' alt="{escape(self.description or undescribed)}"></span>'
        )


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom a quote is from: the quoter typed `by`, who wrote the post is known when it is shown."""

    post: int
    href: str
    by: str
    direction: str

    def html(self, authors: Mapping[int, str] | None) -> str:
        """With the handle that `authors` gives to the post; a post it does not have is nobody's quote.

        None leaves the name as it was typed.
        """
        if authors is not None and self.post not in authors:
            return ""
        name = self.by if authors is None else f"@{authors[self.post]}"
        cite = f'<a href="{escape(self.href)}">{escape(name)}</a>'
        return f'<p class="quote-by"{self.direction}><cite>{cite}</cite></p>'


Piece = str | Mention | Picture | Attribution


def html_of(
    piece: Piece,
    members: Collection[str],
    pictures: Mapping[str, Shown],
    authors: Mapping[int, str] | None,
    undescribed: str = "",
) -> str:
    """A piece as it is shown where these members, pictures and authors of quoted posts are known."""
    if isinstance(piece, Mention):
        return piece.html(members)
    if isinstance(piece, Attribution):
        return piece.html(authors)
    return piece.html(pictures, undescribed) if isinstance(piece, Picture) else piece


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
