"""Whose addresses are worth remembering: parts say in `AppConfig.ready()` how to know those of people they know."""

from collections.abc import Callable, Collection

Holders = Callable[[Collection[str]], Collection[str]]

_holders: list[Holders] = []


def register_holders(among: Holders) -> None:
    """Ask `among(addresses)`, all in lower case, which of them are somebody's; one query."""
    if among not in _holders:
        _holders.append(among)


def held(addresses: Collection[str]) -> set[str]:
    """Those of these addresses that are somebody's. Of a stranger's, typed by whomever, nothing is kept."""
    return {each for among in _holders for each in among(addresses)}
