"""What parts above show beside a Qdéfi and its entries: votes, the jury, results. They register it from `ready()`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from challenges.qdefis.models import Entry, Qdefi

# Feeds `template`; None means nothing to show. Adds to the page's own context.
OnQdefi = Callable[[HttpRequest, Qdefi, datetime], Mapping[str, Any] | None]
OnEntry = Callable[[HttpRequest, Entry, datetime], Mapping[str, Any] | None]
# For the cards of one page of a gallery at once, in a fixed number of queries: by the entries' numbers.
OnCards = Callable[[HttpRequest, Qdefi, Collection[int], datetime], Mapping[int, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Beside:
    """A place that another part fills: a template of its own, and what feeds it."""

    name: str
    template: str
    context: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be included just now: the template, and its variables under the name `beside`."""

    template: str
    beside: Mapping[str, Any]


_on_qdefi: dict[str, Beside] = {}
_on_entry: dict[str, Beside] = {}
_on_cards: dict[str, Beside] = {}


def register_on_qdefi(name: str, template: str, context: OnQdefi) -> None:
    """Show something on the page of a Qdéfi, above its gallery. Refuses (`ValueError`) a name that is taken."""
    _register(_on_qdefi, Beside(name, template, context))


def register_on_entry(name: str, template: str, context: OnEntry) -> None:
    """Show something on the page of an entry, below what it shows. Refuses (`ValueError`) a name that is taken."""
    _register(_on_entry, Beside(name, template, context))


def register_on_cards(name: str, template: str, context: OnCards) -> None:
    """Show something on each card of a gallery. Refuses (`ValueError`) a name that is taken."""
    _register(_on_cards, Beside(name, template, context))


def unregister(name: str) -> None:
    """Forget what a part shows; for tests."""
    for places in (_on_qdefi, _on_entry, _on_cards):
        places.pop(name, None)


def on_qdefi(request: HttpRequest, qdefi: Qdefi, now: datetime) -> list[Shown]:
    """What parts show beside a Qdéfi just now."""
    return _asked(_on_qdefi, request, qdefi, now)


def on_entry(request: HttpRequest, entry: Entry, now: datetime) -> list[Shown]:
    """What parts show beside an entry just now."""
    return _asked(_on_entry, request, entry, now)


def on_cards(request: HttpRequest, qdefi: Qdefi, entries: Collection[int], now: datetime) -> dict[int, list[Shown]]:
    """What parts show on each of these cards."""
    found: dict[int, list[Shown]] = {pk: [] for pk in entries}
    for place in _on_cards.values() if found else ():
        for pk, facts in place.context(request, qdefi, entries, now).items():
            found[pk].append(Shown(place.template, facts))
    return found


def _register(places: dict[str, Beside], place: Beside) -> None:
    if places.get(place.name, place) != place:
        raise ValueError(f"The place {place.name!r} is taken.")
    places[place.name] = place


def _asked(places: dict[str, Beside], *facts: Any) -> list[Shown]:
    shown = ((place.template, place.context(*facts)) for place in places.values())
    return [Shown(template, context) for template, context in shown if context is not None]
