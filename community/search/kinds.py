"""What can be found: each part registers its kinds in `AppConfig.ready()`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the index, in plain words: no markup.

    `language` is `fr`, `de`, `en`, or empty for several at once. `audience` is `all`, `members`, `staff`, or
    `staff:<app.permission>`. `place` is what `in:` finds it by. A greater `weight` comes first, all else being equal.
    """

    kind: str
    key: str
    language: str
    audience: str
    title: str
    body: str
    author_id: int | None = None
    place: str = ""
    at: datetime | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing. `load(keys, request)` gives a row for each key that this viewer may see at this moment.

    A row holds at least `url`; its `title` and `text` go before what the index keeps, its `language` says theirs.
    `template` shows a line: `line.title` and `line.excerpt` with what was asked marked, `row` as loaded.
    `entries()` gives all there is, to build the index anew.
    """

    name: str
    label: str | Promise
    load: Callable[[Collection[str], HttpRequest], Rows]
    entries: Callable[[], Iterable[Entry]]
    template: str = "search/_line.html"


_kinds: dict[str, Kind] = {}
_authors: list[Callable[[str], int | None]] = []


def register_kind(kind: Kind) -> None:
    """Let a kind be found. Refuses a name that is taken."""
    if kind.name in _kinds:
        raise ValueError(f"Two kinds are called “{kind.name}”.")
    _kinds[kind.name] = kind


def register_authors(find: Callable[[str], int | None]) -> None:
    """Say whose id a name after `from:` means; None for nobody who may be known."""
    _authors.append(find)


def kind_of(name: str) -> Kind | None:
    """The kind of that name, or None when its part is not installed."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())


def author_id(handle: str) -> int | None:
    """Whose id the name means, or None."""
    return next((found for find in _authors if (found := find(handle)) is not None), None)
