"""The many that a round tells. Parts register their audiences in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from typing import Any

# From what a round is about, the member reached last and how many at most: the next members in the order of their ids,
# each with the kind of notice that they get, or None for one who is passed over. Empty: the round is over.
Audience = Callable[[Mapping[str, Any], int, int], Mapping[int, str | None]]

_audiences: dict[str, Audience] = {}


def register_audience(name: str, audience: Audience) -> None:
    """Make an audience known; a name belongs to one."""
    if _audiences.get(name, audience) is not audience:
        raise ValueError(f"The audience {name!r} is taken.")
    _audiences[name] = audience


def audience_of(name: str) -> Audience:
    """The audience of that name. Refuses (`LookupError`) one that nobody registered."""
    return _audiences[name]
