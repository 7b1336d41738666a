"""In which order a gallery shows its entries. The part above that takes votes registers a fair one from `ready()`."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from challenges.qdefis.models import Qdefi


class Leaf(NamedTuple):
    """The numbers of the entries on a page of a gallery, and what asks for the next page, "" at the end."""

    entries: Sequence[int]
    cursor: str


# Of a Qdéfi, who looks, what their page before gave as cursor, and how many; None: the order of codes.
LeafOf = Callable[[Qdefi, Any, str, int], Leaf | None]

_orders: list[LeafOf] = []


def register_order(leaf_of: LeafOf) -> None:
    """Show galleries in an order of another part's. Harmless when repeated."""
    if leaf_of not in _orders:
        _orders.append(leaf_of)


def leaf_of(qdefi: Qdefi, viewer: Any, after: str, limit: int) -> Leaf | None:
    """The page that the first order gives which has one for this Qdéfi just now."""
    return next((leaf for order in _orders if (leaf := order(qdefi, viewer, after, limit)) is not None), None)
