"""Who wants to hear that mails no longer reach some addresses: a part registers itself in `AppConfig.ready()`."""

from collections.abc import Callable, Collection

Listener = Callable[[Collection[str]], None]

_listeners: list[Listener] = []


def register_listener(hear: Listener) -> None:
    """Call `hear(addresses)` inside the transaction in which they are found to fail: once, until they work again."""
    if hear not in _listeners:
        _listeners.append(hear)


def tell(addresses: Collection[str]) -> None:
    """Tell everybody who registered."""
    for hear in _listeners:
        hear(addresses)
