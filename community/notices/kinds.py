"""What members can be told, and where. Parts register their kinds in `AppConfig.ready()`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from community.members.models import Member

APP, MAIL, PUSH = "app", "mail", "push"  # the bell and its list, and the names of the two channels
TO_COME = "to_come"  # what a member chooses for all kinds that are not there yet; no kind of its own


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as its kind reads it. `actor` is a handle, empty for the house or somebody gone; `count` from 1 on."""

    pk: int
    kind: str
    key: str
    actor: str
    data: Mapping[str, Any]
    count: int
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice: the sentence it says, in the language being spoken, and the page that it leads to.

    `may_see` takes a page's notices of this kind at once and answers with the `pk` of those whose content the member
    may still see; of the others nothing is shown. Without it all of them are.

    `by_default` says where a member who chose nothing is told. `always`: whatever they choose, the list under the bell
    has it. `urgent`: it waits for no quiet hours and for no other line; the caps count it all the same. `group` is the
    heading it stands under where members choose; what is `for_team` does not stand there.
    """

    name: str
    label: str | Promise
    sentence: Callable[[Told], str]
    url: Callable[[Told], str]
    may_see: Callable[[Sequence[Told], Member], Collection[int]] | None = None
    by_default: frozenset[str] = frozenset({APP})
    always: bool = False
    urgent: bool = False
    group: str | Promise = ""
    for_team: bool = False


_kinds: dict[str, NoticeKind] = {}


def register_kind(kind: NoticeKind) -> None:
    """Make a kind known; a name belongs to one kind."""
    if _kinds.get(kind.name, kind) != kind or kind.name == TO_COME:
        raise ValueError(f"The kind of notice {kind.name!r} is taken.")
    _kinds[kind.name] = kind


def kind_of(name: str) -> NoticeKind | None:
    """The kind of that name; None when its part is gone."""
    return _kinds.get(name)


def all_kinds() -> tuple[NoticeKind, ...]:
    """Every kind, in the order of their registration."""
    return tuple(_kinds.values())


def members_kinds() -> tuple[NoticeKind, ...]:
    """What members choose about: every kind but the team's own."""
    return tuple(kind for kind in _kinds.values() if not kind.for_team)


def unregister_kind(name: str) -> None:
    """Forget a kind; for tests."""
    _kinds.pop(name, None)
