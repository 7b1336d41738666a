"""Where a ballot is put to the members. A part that gives ballots a page of theirs registers it from `ready()`."""

from collections.abc import Callable, Collection, Mapping

# From the numbers of ballots to the addresses of their pages; what it does not know is left out. A query at most.
FindPlaces = Callable[[Collection[int]], Mapping[int, str]]

_finders: dict[str, FindPlaces] = {}


def register_places(name: str, find: FindPlaces) -> None:
    """Lead from a ballot to its page in another part. Refuses (`ValueError`) a name that is taken."""
    if _finders.get(name, find) is not find:
        raise ValueError(f"The places {name!r} are taken.")
    _finders[name] = find


def unregister_places(name: str) -> None:
    """Forget a part's pages; for tests."""
    _finders.pop(name, None)


def places_of(ballots: Collection[int]) -> dict[int, str]:
    """The pages that ballots have elsewhere, by their numbers."""
    found: dict[int, str] = {}
    for find in _finders.values() if ballots else ():
        found |= find(ballots)
    return found


def place_of(ballot: int) -> str | None:
    """The page that a ballot has elsewhere; None for one that only has its own."""
    return places_of([ballot]).get(ballot)
