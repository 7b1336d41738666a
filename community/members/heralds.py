"""Who wants to hear that a member's level moved: a part registers itself in `AppConfig.ready()`."""

from collections.abc import Callable

from community.members.trust import TrustLevel

Herald = Callable[[int, TrustLevel, TrustLevel], None]

_heralds: list[Herald] = []


def register_herald(herald: Herald) -> None:
    """Call `herald(member_id, before, after)` inside the transaction in which a level moves."""
    _heralds.append(herald)


def tell(member_id: int, before: TrustLevel, after: TrustLevel) -> None:
    """Tell everybody who registered."""
    for herald in _heralds:
        herald(member_id, before, after)
