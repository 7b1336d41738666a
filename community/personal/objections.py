"""Reasons for which a member cannot leave just now; parts register theirs in `AppConfig.ready()`."""

from collections.abc import Callable

from django.utils.functional import Promise

Objection = Callable[[int], "str | Promise | None"]

_objections: dict[str, Objection] = {}


def register_objection(name: str, objection: Objection) -> None:
    """Ask this before a member's data are erased: it takes the member's id and says why not, or None."""
    if _objections.get(name, objection) is not objection:
        raise ValueError(f"There is another objection called {name!r}.")
    _objections[name] = objection


def objection_to(member_id: int) -> "str | Promise | None":
    """The first reason why this member cannot leave now; None if there is none."""
    said = (objection(member_id) for objection in tuple(_objections.values()))
    return next((sentence for sentence in said if sentence), None)


def unregister_objection(name: str) -> None:
    """Forget an objection; for tests."""
    _objections.pop(name, None)
