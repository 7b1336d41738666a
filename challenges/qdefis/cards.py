"""The picture that networks show of a Qdéfi or an entry; the part above that draws them registers itself."""

from collections.abc import Callable

from challenges.qdefis.models import Entry, Qdefi

AddressOf = Callable[[Qdefi, Entry | None], str]

_addresses: list[AddressOf] = []


def register_cards(address_of: AddressOf) -> None:
    """Have pages name these cards. Harmless when repeated."""
    if address_of not in _addresses:
        _addresses.append(address_of)


def card_of(qdefi: Qdefi, entry: Entry | None = None) -> str:
    """The whole address of the card of a page, "" where nobody draws any."""
    return _addresses[0](qdefi, entry) if _addresses else ""
