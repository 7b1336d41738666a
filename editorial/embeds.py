"""What an article may show of the other parts, by the address of its page: a registry of kinds.

A kind answers anew for each reader and hour, so that nothing is shown before its time; what is gone is None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import override


@dataclass(frozen=True, slots=True)
class Embedded:
    """One thing of another part, as a card: what it is, its name, how it stands."""

    label: str | Promise
    title: str
    url: str
    standing: str | Promise = ""
    language: str = ""


Load = Callable[[Mapping[str, Any], Any, datetime], Embedded | None]  # (what its address says, a reader, now)

_kinds: dict[str, Load] = {}


def register_embed(route: str, load: Load) -> None:
    """Let articles show what stands at the addresses of this route. Refuses (`ValueError`) a route that is taken."""
    if _kinds.get(route, load) is not load:
        raise ValueError(f"{route!r} can be embedded already.")
    _kinds[route] = load


def unregister_embed(route: str) -> None:
    """Forget a kind; for tests."""
    _kinds.pop(route, None)


def is_embeddable(address: str) -> bool:
    """Whether an address is of a registered kind; whether anything is there stays untold: a drop may be a secret."""
    return _found(address) is not None


def embedded(address: str, viewer: Any, now: datetime) -> Embedded | None:
    """What stands at an address, as `viewer` may see it at `now`; None for what is gone, or nothing for them yet."""
    found = _found(address)
    return found[0](found[1], viewer, now) if found else None


def _found(address: str) -> tuple[Load, Mapping[str, Any]] | None:
    asked = urlsplit(address.strip())
    if asked.netloc and asked.netloc != urlsplit(settings.SITE_URL).netloc:
        return None
    path = asked.path
    for code, _name in settings.LANGUAGES:
        path = path.removeprefix(f"/{code}") if path.startswith(f"/{code}/") else path
    try:
        with override(settings.LANGUAGE_CODE):
            match = resolve(path)
    except Resolver404:
        return None
    load = _kinds.get(match.view_name)
    return (load, match.kwargs) if load else None
