"""What the house's integrations can hear of. Parts register their events in `AppConfig.ready()`.

    register_hook_event("idea.created", _("Une idée est proposée"), {"idea": {"number": 7, "url": "https://…"}})

The example is the contract: it stands in the back office, and what is emitted has its keys and types, no more and no
less. A member is always an object with a `handle`, {"handle": "loutre"}; addresses of e-mail go nowhere.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

LONGEST_NAME = 60
TEST = "webhooks.test"  # what “send a test” sends; nobody chooses it
_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*(?:\.[a-z]+(?:_[a-z]+)*)+")


class PayloadRefused(Exception):
    """Data shaped otherwise than the example of their event."""


@dataclass(frozen=True, slots=True)
class HookEvent:
    """Something that happens here, by its name for machines and for people."""

    name: str
    label: str | Promise
    example: Mapping[str, Any]


_events: dict[str, HookEvent] = {}


def register_hook_event(name: str, label: str | Promise, example: Mapping[str, Any]) -> None:
    """Make an event known; a name, such as `idea.created`, belongs to one event."""
    event = HookEvent(name, label, example)
    if name == TEST or _events.get(name, event) != event:
        raise ValueError(f"The event {name!r} is taken.")
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ValueError(f"{name!r} is no name of an event, such as idea.created.")
    if "@" in json.dumps(dict(example)):
        raise ValueError(f"The example of {name!r} has an address of e-mail in it; members are told by their handles.")
    _events[name] = event


def event_called(name: str) -> HookEvent:
    """The event of that name. Refuses (`LookupError`) one that nobody registered."""
    if name not in _events:
        raise LookupError(f"Nobody registered the event {name!r}; see community/webhooks/kinds.py.")
    return _events[name]


def all_events() -> tuple[HookEvent, ...]:
    """Every event, in the order of their registration."""
    return tuple(_events.values())


def unregister_hook_event(name: str) -> None:
    """Forget an event; for tests."""
    _events.pop(name, None)


def check_shape(data: Any, example: Any, place: str = "data") -> None:
    """Refuse (`PayloadRefused`) what has other keys or types than the example; None may stand for anything.

    All items of a list look like the first one of the example's.
    """
    if data is None:
        return
    if isinstance(example, Mapping):
        if not isinstance(data, Mapping) or data.keys() != example.keys():
            raise PayloadRefused(f"{place} does not have the keys {sorted(example)}.")
        for key, value in data.items():
            check_shape(value, example[key], f"{place}.{key}")
    elif isinstance(example, list):
        if not isinstance(data, list):
            raise PayloadRefused(f"{place} is no list.")
        for item in data:
            check_shape(item, example[0] if example else None, f"{place}[]")
    elif type(data) is not type(example):
        raise PayloadRefused(f"{place} is no {type(example).__name__}.")
