"""The line of descent: idea, creation, drop. What a creation became is said by higher parts, in `AppConfig.ready()`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the line. `text` is what there is to say of it; `url` empty: nothing to open, or the page itself.

    `is_ahead`: not reached yet.
    """

    name: str | Promise
    text: str | Promise
    url: str = ""
    language: str = ""
    is_ahead: bool = False


# From creations by their ids, a viewer and the time: what each became, as far as this viewer may know.
Heirs = Callable[[Collection[int], Any, datetime], Mapping[int, Sequence[Station]]]

_heirs: list[Heirs] = []


def register_heirs(heirs: Heirs) -> None:
    """Say what creations became; a fixed number of queries, however many they are. Harmless when repeated."""
    if heirs not in _heirs:
        _heirs.append(heirs)


def unregister_heirs(heirs: Heirs) -> None:
    """Forget them; for tests."""
    _heirs.remove(heirs)


def heirs_of(creation_ids: Collection[int], viewer: Any, now: datetime) -> dict[int, list[Station]]:
    """What these creations became, as far as `viewer` may know at `now`; those that became nothing are left out."""
    found: dict[int, list[Station]] = {}
    for heirs in _heirs:
        for creation_id, stations in heirs(creation_ids, viewer, now).items():
            found.setdefault(creation_id, []).extend(stations)
    return {creation_id: stations for creation_id, stations in found.items() if stations}
