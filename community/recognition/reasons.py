"""For what members get points. Parts register their reasons in `AppConfig.ready()`, and call `award` where it happens.

    register_reason(Reason("box.planned", _("Ton idée est prévue"), points=100, cap=200, url=_idea))

Nothing that is paid for is a reason: points are earned by what one does for the others.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

_NAME = re.compile(r"[a-z_]+\.[a-z_]+")


def nowhere(_source: str) -> str:
    """The page of what has none."""
    return ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for points: how many each time, and at most how many in a day of the house (`cap`).

    `label` is a sentence to the member; `url` finds the page of a source without a query, or "".
    """

    name: str
    label: str | Promise
    points: int
    cap: int
    url: Callable[[str], str] = nowhere


_reasons: dict[str, Reason] = {}


def register_reason(reason: Reason) -> None:
    """Make a reason known. Refuses (`ValueError`) a name that is taken or none, and a cap that lets nothing through."""
    if _reasons.get(reason.name, reason) != reason:
        raise ValueError(f"The reason {reason.name!r} is taken.")
    if not _NAME.fullmatch(reason.name):
        raise ValueError(f"{reason.name!r} is no name of a reason, such as box.planned.")
    if not 1 <= reason.points <= reason.cap:
        raise ValueError(f"{reason.name!r} gives {reason.points} points of at most {reason.cap} a day.")
    _reasons[reason.name] = reason


def reason_called(name: str) -> Reason:
    """The reason of that name. Refuses (`LookupError`) one that nobody registered."""
    if name not in _reasons:
        raise LookupError(f"Nobody registered the reason {name!r}.")
    return _reasons[name]


def reason_of(name: str) -> Reason | None:
    """The reason of a line of the ledger; None when its part is gone."""
    return _reasons.get(name)


def all_reasons() -> tuple[Reason, ...]:
    """Every reason, in the order of registration."""
    return tuple(_reasons.values())


def unregister_reason(name: str) -> None:
    """Forget a reason; for tests."""
    _reasons.pop(name, None)
