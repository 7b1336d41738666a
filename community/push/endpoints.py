"""Where pushes may go: the push services that the house knows, and addresses of the open internet."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from community.push.models import LONGEST_ENDPOINT

_PRINTABLE = re.compile(r"[!-\[\]-~]+", re.ASCII)  # no blank, no control character, no backslash
# What can be looked up at all: a name of another length would raise where many are sent to.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*", re.ASCII)
_UNICAST = IPv6Network("2000::/3")  # all of IPv6 that the open internet has so far
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address stands in its last 32 bits


class EndpointRefused(Exception):
    """An address that no push of ours goes to."""


def service_of(endpoint: str) -> str:
    """The entry of `PUSH_SERVICES` that an endpoint belongs to. Refuses whatever is not plainly one of them.

    https, its port, no name and password. With `PUSH_PRIVATE` http and other ports, too.
    """
    if len(endpoint) > LONGEST_ENDPOINT or not _PRINTABLE.fullmatch(endpoint):
        raise EndpointRefused("It is no address.")
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        raise EndpointRefused("It is no address.") from None
    if parts.scheme != "https" and not (settings.PUSH_PRIVATE and parts.scheme == "http"):
        raise EndpointRefused("It is not https.")
    if port not in {None, 443} and not settings.PUSH_PRIVATE:
        raise EndpointRefused("It names a port.")
    if "@" in parts.netloc or parts.fragment:
        raise EndpointRefused("It carries a name or a place in a page.")
    return _service_of_host(parts)


def _service_of_host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    for service in settings.PUSH_SERVICES:
        is_one = host.endswith(service[1:]) if service.startswith("*.") else host == service
        if is_one and _HOST.fullmatch(host):
            return service
    raise EndpointRefused("It is no push service that the house knows.")


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet; one that carries an IPv4 address is judged by that."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and (carried := _carried(found)):
        found = carried
    if isinstance(found, IPv6Address) and found not in _UNICAST:
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_link_local)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address within an IPv6 one: mapped, 6to4, Teredo or NAT64."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo and teredo[1])
