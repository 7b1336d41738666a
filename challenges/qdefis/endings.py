"""What parts above say when a Qdéfi ends: not yet, and what they do then. They register from `ready()`."""

from collections.abc import Callable
from datetime import datetime

from challenges.qdefis.models import Qdefi

Hold = Callable[[Qdefi, datetime], bool]  # are the results to wait still? A query at most
AtTheEnd = Callable[[Qdefi], None]  # in the transaction that settles

_holds: list[Hold] = []
_ends: list[AtTheEnd] = []


def register_hold(hold: Hold) -> None:
    """Have results wait while `hold` says so. Harmless when repeated."""
    if hold not in _holds:
        _holds.append(hold)


def register_at_the_end(act: AtTheEnd) -> None:
    """Have something done as the results become public. Harmless when repeated."""
    if act not in _ends:
        _ends.append(act)


def are_results_held(qdefi: Qdefi, now: datetime) -> bool:
    """Does anything keep back results whose hour has come?"""
    return any(hold(qdefi, now) for hold in _holds)


def end(qdefi: Qdefi) -> None:
    """Do what parts do at the end of a Qdéfi."""
    for act in _ends:
        act(qdefi)
