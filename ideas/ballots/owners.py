"""Ballots of owners: a paper for each piece. Parts that know who owns what register it in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

# From what is owned and a moment: each owner's number, and how many pieces they had then.
PapersOf = Callable[[str, datetime], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Ownership:
    """A kind of things that members own."""

    name: str
    label: str | Promise
    papers_of: PapersOf


_ownerships: dict[str, Ownership] = {}


def register_ownership(name: str, label: str | Promise, papers_of: PapersOf) -> None:
    """Let a ballot be put to the owners of such a thing. Refuses (`ValueError`) a name that is taken."""
    ownership = Ownership(name, label, papers_of)
    if _ownerships.get(name, ownership) != ownership:
        raise ValueError(f"The ownership {name!r} is taken.")
    _ownerships[name] = ownership


def unregister_ownership(name: str) -> None:
    """Forget a kind of things; for tests."""
    _ownerships.pop(name, None)


def ownership_of(name: str) -> Ownership | None:
    """The kind of things of that name; None when its part is gone."""
    return _ownerships.get(name)


def all_ownerships() -> tuple[Ownership, ...]:
    """Every kind, in the order of their registration."""
    return tuple(_ownerships.values())
