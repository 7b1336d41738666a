"""What members did and were honoured for, as their profile shows it; parts register theirs in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Count = Callable[[int], int]
Latest = Callable[[int, Any], Sequence[Any]]
Given = Callable[[int], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Contributions:
    """One kind of contribution: `count(member_id)` for the figure, `latest(member_id, viewer)` as `rows` of `template`.

    What `latest` gives is for that viewer's eyes already; the template may count on `rows` not being empty.
    """

    name: str
    label: str | Promise
    count: Count
    template: str
    latest: Latest


_kinds: dict[str, Contributions] = {}


def register_contributions(name: str, label: str | Promise, count: Count, template: str, latest: Latest) -> None:
    """Show these on every profile, in the order of registration. Refuses a name that is taken."""
    if name in _kinds:
        raise ValueError(f"Two contributions are called “{name}”.")
    _kinds[name] = Contributions(name, label, count, template, latest)


@dataclass(frozen=True, slots=True)
class Shown:
    """The contributions of one member as one viewer sees them."""

    name: str
    label: str | Promise
    count: int
    template: str
    rows: Sequence[Any]


def contributions_of(member_id: int, viewer: Any) -> list[Shown]:
    """All that a member contributed, kind by kind; kinds without any are left out."""
    return [
        Shown(kind.name, kind.label, count, kind.template, kind.latest(member_id, viewer))
        for kind in _kinds.values()
        if (count := kind.count(member_id))
    ]


@dataclass(frozen=True, slots=True)
class Honours:
    """What a member wears beside their name: `rows` of `template`, which is one line of small things."""

    template: str
    rows: Sequence[Any]


_honours: list[tuple[str, Given]] = []


def register_honours(template: str, given: Given) -> None:
    """Show these under the name on every profile; `given(member_id)` may be empty, then nothing is shown."""
    _honours.append((template, given))


def honours_of(member_id: int) -> list[Honours]:
    """All that this member wears."""
    return [Honours(template, rows) for template, given in _honours if (rows := given(member_id))]
