"""Who writes the article about a Qdéfi's results: the magazine registers its maker in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from community.universes.models import Universe


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody on the podium: `quote` are their own first words, "" where they gave none; `photo` a picture's token."""

    place: int
    title: str
    author: str
    url: str
    quote: str
    photo: str
    alt: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What an article about a Qdéfi is made of; `figures` are lines of a table, what they count first."""

    slug: str
    title: str
    lead: str
    url: str
    universe: Universe
    podium: Sequence[Told]
    figures: Sequence[tuple[str, str]]


class Draft(NamedTuple):
    """An article that was made: the magazine's number for it, and where an editor goes on with it."""

    reference: int
    url: str


# From what is to be told, what it was made as before (None: never) and by whom; it finds that one again if it is there.
Maker = Callable[[Outline, int | None, Any], Draft]

_makers: list[Maker] = []


def register_maker(maker: Maker) -> None:
    """Have articles made by the magazine. Refuses (`ValueError`) a second one."""
    if _makers and _makers[0] is not maker:
        raise ValueError("There is a magazine already.")
    _makers[:] = [maker]


def maker() -> Maker | None:
    """The magazine's, if there is one."""
    return _makers[0] if _makers else None
