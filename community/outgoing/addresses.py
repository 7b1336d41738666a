"""Addresses that somebody else gave: whether they are plainly one, and whether they belong to the open internet."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

_PRINTABLE = re.compile(r"[!-\[\]-~]+", re.ASCII)  # no blank, no control character, no backslash
# What can be looked up at all: a name of another length would raise where many are sent to.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*", re.ASCII)
_UNICAST = IPv6Network("2000::/3")  # all of IPv6 that the open internet has so far
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address stands in its last 32 bits


class AddressRefused(Exception):
    """An address that nothing of ours goes to."""


def split_address(address: str, *, longest: int) -> SplitResult:
    """The parts of an address. Refuses what is not plainly one, and one with a name, a password or a place in a page.

    The scheme is the caller's to judge.
    """
    if len(address) > longest or not _PRINTABLE.fullmatch(address):
        raise AddressRefused("It is no address.")
    try:
        parts = urlsplit(address)
        is_one = parts.port != 0 and _HOST.fullmatch(parts.hostname or "")
    except ValueError:
        is_one = None
    if not is_one:
        raise AddressRefused("It is no address.")
    if "@" in parts.netloc or parts.fragment:
        raise AddressRefused("It carries a name or a place in a page.")
    return parts


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
