"""The panels of the home page: a part registers its own in `AppConfig.ready()`, the magazine's home page shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

Context = Callable[[HttpRequest, datetime], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """One room of the home page: `context(request, now)` feeds `template`; None means nothing to show today."""

    name: str
    label: str | Promise
    template: str
    context: Context


_panels: dict[str, Panel] = {}


def register_panel(name: str, label: str | Promise, template: str, context: Context) -> None:
    """Offer a panel under a name that stays: pages store it. Refuses a name that is taken."""
    if name in _panels:
        raise ValueError(f"Two panels are called “{name}”.")
    _panels[name] = Panel(name, label, template, context)


def panel(name: str) -> Panel | None:
    """The panel of that name, or None when its part is not installed any more."""
    return _panels.get(name)


def choices() -> list[tuple[str, str | Promise]]:
    """Name and label of every panel, in the order of registration, for a form."""
    return [(each.name, each.label) for each in _panels.values()]
