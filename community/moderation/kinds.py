"""What can be flagged and moderated. Parts register their kinds in `AppConfig.ready()`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from community.members.models import Member


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of content as the desk shows it, hidden or not.

    `html` is safe; `context` says where it stands; `edited_at` when its author changed it last.
    """

    title: str
    html: str
    author_id: int | None
    url: str
    at: datetime
    context: str = ""
    edited_at: datetime | None = None


def _anybody(_key: str, _viewer: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content.

    `load(keys, viewer)` answers for those of the keys that the viewer may know of, in a fixed number of queries.
    `hide` and `show` work inside the caller's transaction, `by` None when flags did it; both are harmless when
    repeated. `remove` is for what is declined, if that is more than hidden. `lock` takes the rows that `hide` takes,
    in the same order: it comes before the item's own lock, so that who edits and who flags cannot wait for each other.
    """

    name: str
    label: str | Promise
    load: Callable[[Collection[str], Any], Mapping[str, Exhibit]]
    hide: Callable[[str, Member | None], None]
    show: Callable[[str, Member | None], None]
    may_flag: Callable[[str, Any], bool] = _anybody
    remove: Callable[[str, Member | None], None] | None = None
    lock: Callable[[str], None] | None = None


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known to the desk; a name belongs to one kind."""
    if _kinds.get(kind.name, kind) != kind:
        raise ValueError(f"The kind of content {kind.name!r} is taken.")
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind | None:
    """The kind of that name; None when its part is gone."""
    return _kinds.get(name)


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of their registration."""
    return tuple(_kinds.values())


def unregister_kind(name: str) -> None:
    """Forget a kind; for tests."""
    _kinds.pop(name, None)
