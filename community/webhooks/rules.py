"""Who may manage webhooks, how long one goes on trying, and where they may go."""

from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult

from django.conf import settings

from community.outgoing.addresses import AddressRefused, is_public, split_address
from community.webhooks.models import LONGEST_ADDRESS

MANAGE = "webhooks.manage_endpoint"
MOST_ENDPOINTS = 20  # each event writes a row for each that hears of it, within somebody's transaction
MOST_LOST = 5  # deliveries in a row that were given up, before an endpoint is switched off
OLD_SECRET_LIVES = timedelta(days=1)
KEPT = timedelta(days=30)
LONGEST_WAIT = timedelta(days=1)  # that an endpoint may ask for
# After the first try, after the second …: eight tries in 25 hours and 36 minutes.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=8),
    timedelta(hours=10),
)
LOOPBACK = {"localhost", "127.0.0.1"}


def may_manage(user: Any) -> bool:
    """Does this person keep the webhooks? Asks the database once per member object, and for staff only."""
    is_staff = getattr(user, "is_active", False) and getattr(user, "is_staff", False)
    return bool(is_staff and user.has_perm(MANAGE))


def pause_after(tries: int, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after so many tries, no shorter than the endpoint asked; None when it is enough."""
    if tries > len(PAUSES):
        return None
    return max(PAUSES[tries - 1], min(asked or timedelta(), LONGEST_WAIT))


def address_parts(address: str) -> SplitResult:
    """The parts of an endpoint's address. Refuses (`AddressRefused`) all but https to a name.

    With `WEBHOOK_LOOPBACK` http to this machine, too. Where a name leads is seen when the connection is made.
    """
    parts = split_address(address, longest=LONGEST_ADDRESS)
    host = parts.hostname or ""
    is_here = settings.WEBHOOK_LOOPBACK and host in LOOPBACK
    if parts.scheme != "https" and not (is_here and parts.scheme == "http"):
        raise AddressRefused("It is not https.")
    if host.rpartition(".")[2].isdigit() and not is_here:
        raise AddressRefused("It is a number and not a name.")
    return parts


def may_reach(address: str) -> bool:
    """Whether a connection may go to that IP address."""
    return is_public(address) or (settings.WEBHOOK_LOOPBACK and ip_address(address.partition("%")[0]).is_loopback)
