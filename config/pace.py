"""How often the API may be asked: each request is counted in one step, so that parallel ones cannot slip through.

DRF's own throttles read, then write, and call themselves no security measure.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from realtime import clock

WINDOW = timedelta(minutes=1)
_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


class ApiPace(BaseThrottle):
    """So many requests a minute by the clock, for a member or, before signing in, for an address; then 429."""

    def __init__(self) -> None:
        self._left = WINDOW

    def allow_request(self, request: Request, view: Any) -> bool:  # noqa: ARG002 -- DRF's signature
        number, passed = divmod(clock.now() - _BEGIN, WINDOW)
        self._left = WINDOW - passed
        return count(f"pace:{whose(request)}:{number}") <= settings.API_REQUESTS_A_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute, for `Retry-After`."""
        return self._left.total_seconds()


def count(key: str) -> int:
    """Which request this is under that key; Redis and the cache of one process both raise a number in one step."""
    cache.add(key, 0, WINDOW.total_seconds() * 2)
    return cache.incr(key)


def whose(request: Request) -> str:
    """On whose account a request goes. A house has a /64 of IPv6 and could ask from each address of it in turn."""
    if request.user.is_authenticated:
        return f"member:{request.user.pk}"
    address = ip_address(request.META["REMOTE_ADDR"])
    return str(ip_network((address, 64), strict=False) if isinstance(address, IPv6Address) else address)
