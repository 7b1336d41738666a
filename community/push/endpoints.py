"""Where pushes may go: the push services that the house knows."""

from django.conf import settings

from community.outgoing.addresses import AddressRefused, split_address
from community.push.models import LONGEST_ENDPOINT


def service_of(endpoint: str) -> str:
    """The entry of `PUSH_SERVICES` that an endpoint belongs to. Refuses whatever is not plainly one of them.

    https, its port, no name and password. With `PUSH_PRIVATE` http and other ports, too.
    """
    parts = split_address(endpoint, longest=LONGEST_ENDPOINT)
    if parts.scheme != "https" and not (settings.PUSH_PRIVATE and parts.scheme == "http"):
        raise AddressRefused("It is not https.")
    if parts.port not in {None, 443} and not settings.PUSH_PRIVATE:
        raise AddressRefused("It names a port.")
    for service in settings.PUSH_SERVICES:
        host = parts.hostname or ""
        if host.endswith(service[1:]) if service.startswith("*.") else host == service:
            return service
    raise AddressRefused("It is no push service that the house knows.")
