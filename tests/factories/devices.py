"""Devices for tests."""

from itertools import count

from cryptography.hazmat.primitives.asymmetric import ec

from community.push.models import PushSubscription
from tests.push_service import Browser
from tests.rfc8291 import CURVE

_numbers = count(1)


def make_browser(endpoint=""):
    """A browser whose address nobody serves."""
    address = endpoint or f"https://fcm.googleapis.com/fcm/send/{next(_numbers)}"
    return Browser(private=ec.generate_private_key(CURVE), secret=b"s" * 16, endpoint=address)


def make_device(member, browser=None, **fields):
    """A member's device, of a browser that the push service gave or of one that nobody serves."""
    keys = (browser or make_browser()).keys
    return PushSubscription.objects.create(member=member, **{"label": "Chrome, Android"} | keys | fields)
