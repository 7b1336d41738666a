"""The picture that networks show of a Qdéfi or an entry; the part above that draws them registers itself."""

from collections.abc import Callable

from challenges.qdefis.models import Entry, Qdefi

AddressOf = Callable[[Qdefi, Entry | None], str]
Forget = Callable[[Entry], None]  # delete what is kept of an entry's card; it is drawn anew for whoever asks

_drawers: list[tuple[AddressOf, Forget]] = []


def register_cards(address_of: AddressOf, forget: Forget) -> None:
    """Have pages name these cards, and forget them with who is on them. Harmless when repeated."""
    if (address_of, forget) not in _drawers:
        _drawers.append((address_of, forget))


def card_of(qdefi: Qdefi, entry: Entry | None = None) -> str:
    """The whole address of the card of a page, "" where nobody draws any."""
    return _drawers[0][0](qdefi, entry) if _drawers else ""


def forget_card(entry: Entry) -> None:
    """Delete the card of an entry, which shows its author's name and photo."""
    for _address_of, forget in _drawers:
        forget(entry)
