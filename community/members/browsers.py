"""What a browser says about itself and where it is, no closer than its owner needs to tell it from another."""

import re
from ipaddress import IPv4Address, ip_address

from django.utils.translation import gettext as _

# The first that is found names the browser; the later ones claim to be the earlier ones.
_BROWSERS = ("Firefox", "Edg", "OPR", "SamsungBrowser", "Chrome", "Safari")
_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Mac OS X", "Linux")
_PLAIN = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Mac OS X": "macOS"}


def browser_of(user_agent: str) -> str:
    """What a browser says about itself, in two words: “Firefox, Linux”."""
    name = next((each for each in _BROWSERS if re.search(rf"\b{each}/", user_agent)), "")
    system = next((each for each in _SYSTEMS if each in user_agent), "")
    return ", ".join(_PLAIN.get(each, each) for each in (name, system) if each) or _("Navigateur inconnu")


def shortened(ip: str) -> str:
    """The beginning of an address, which tells networks apart and not households: `192.0.x.x`, `2001:db8:x`."""
    address = ip_address(ip)
    if isinstance(address, IPv4Address):
        return f"{address.packed[0]}.{address.packed[1]}.x.x"
    return ":".join(f"{int(group, 16):x}" for group in address.exploded.split(":")[:2]) + ":x"
