"""All that is a member's own, as `/moi/` gathers it; parts register theirs in `AppConfig.ready()`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from community.members.models import Member

FEW = 3  # lines of each kind on the page that gathers all
PAGE_LENGTH = 30
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a member's. `url` empty: there is nothing to open. `note` says how it stands."""

    pk: int
    title: str
    at: datetime
    url: str = ""
    note: str | Promise = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The last line that was seen: what comes after it is earlier."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        """As an address carries it."""
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """What an address carries; None for anything else."""
        if not (match := re.fullmatch(r"(\d{1,17})-(\d{1,18})", text, re.ASCII)):
            return None
        return cls(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))


Count = Callable[[Member], int | None]  # None: the house has nothing of the kind just now
Lines = Callable[[Member, Place | None, int], Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that members have."""

    name: str
    label: str | Promise
    count: Count
    lines: Lines
    page: str

    @property
    def url(self) -> str:
        """Where all of them are listed."""
        return reverse(self.page) if self.page else reverse("members:shelf", args=[self.name])


_kinds: dict[str, Kind] = {}


def register_mine(name: str, label: str | Promise, *, count: Count, lines: Lines, page: str = "") -> None:
    """Show these on every member's `/moi/`, in the order of registration. Refuses a name that is taken.

    `lines(member, after, limit)` gives so many of them, the latest first, from the start or after a place; a fixed
    number of queries, however many there are. `page` names the view that lists them all; without one
    `/moi/tout/<name>/` does.
    """
    if name in _kinds:
        raise ValueError(f"Two kinds of things are called “{name}”.")
    _kinds[name] = Kind(name, label, count, lines, page)


def unregister_mine(name: str) -> None:
    """Forget a kind; for tests."""
    _kinds.pop(name, None)


def kind_of(name: str) -> Kind | None:
    """The kind of that name, if it is listed here; None for one with a page of its own, as for an unknown one."""
    kind = _kinds.get(name)
    return None if kind is None or kind.page else kind


def latest(rows: QuerySet[Any], after: Place | None, limit: int, *, by: str = "at") -> QuerySet[Any]:
    """So many of these rows, the latest first by the time they carry, from the start or after a place."""
    if after:
        rows = rows.filter(Q((f"{by}__lt", after.at)) | Q((by, after.at), pk__lt=after.pk))
    return rows.order_by(F(by).desc(), "-pk")[:limit]


@dataclass(frozen=True, slots=True)
class Mine:
    """What a member has of one kind: how many, the latest few, and where all of them are."""

    name: str
    label: str | Promise
    count: int
    lines: tuple[Line, ...]
    url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.lines)


def mine_of(member: Member) -> list[Mine]:
    """All that is a member's, the kinds of which there is nothing too. A count each, and lines where there are any."""
    counted = [(kind, count) for kind in _kinds.values() if (count := kind.count(member)) is not None]
    return [
        Mine(kind.name, kind.label, count, tuple(kind.lines(member, None, FEW)) if count else (), kind.url)
        for kind, count in counted
    ]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of one kind; `after` is where the next one begins, None at the end."""

    label: str | Promise
    lines: tuple[Line, ...]
    after: Place | None


def shelf_of(kind: Kind, member: Member, after: Place | None = None) -> Shelf:
    """What a member has of one kind, page by page."""
    found = tuple(kind.lines(member, after, PAGE_LENGTH + 1))
    page = found[:PAGE_LENGTH]
    return Shelf(kind.label, page, Place(page[-1].at, page[-1].pk) if len(found) > PAGE_LENGTH else None)
