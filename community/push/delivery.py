"""The way to a push service: sealed, signed, one request, to the very address that was checked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from community.outgoing.addresses import AddressRefused, is_public
from community.outgoing.answers import NO_ANSWER, REFUSED, retry_after
from community.outgoing.connections import open_pools
from community.push.endpoints import service_of
from community.push.keys import private_key
from community.push.models import PushSubscription

TIMEOUT = 5.0  # seconds to connect, and to the first word of the answer
SIGNED_FOR = timedelta(hours=12)  # RFC 8292 allows a day
NOT_TRIED = 2  # in place of a status, beside those of community.outgoing.answers: we left it for later


@dataclass(frozen=True, slots=True)
class Push:
    """One message for one device. `topic` is stable over repeats: what waits at the service under it is replaced."""

    device: PushSubscription
    message: bytes
    topic: str  # at most 32 characters of base64url
    ttl: timedelta  # how long the service keeps it for a device that is off
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push service said: an HTTP status, or what stands in its place; and how long it wants to be left alone."""

    status: int
    retry_after: timedelta | None = None

    @property
    def is_accepted(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """The device is not there any more, for ever."""
        return self.status in {404, 410}


def deliver(push: Push, now: datetime) -> Answer:
    """Hand one push to its service. Follows nobody elsewhere, and asks no address that `is_public` refuses."""
    endpoint = push.device.endpoint
    try:
        service_of(endpoint)  # the list may have become shorter since
        answer = _connections().request(
            "POST",
            endpoint,
            body=_seal(push),
            headers=_headers(push, now),
            timeout=Timeout(total=TIMEOUT),
            retries=False,
            redirect=False,
            preload_content=False,
        )
    except AddressRefused:
        return Answer(REFUSED)
    except HTTPError:
        return Answer(NO_ANSWER)
    if answer.headers.get("Content-Length") == "0":
        answer.read()  # and the connection serves again
    else:
        answer.close()  # what it tells at length nobody waits for
    return Answer(answer.status, retry_after(answer.headers.get("Retry-After", ""), now))


def _seal(push: Push) -> bytes:
    """The message as only this device can read it: aes128gcm, RFC 8291."""
    from pywebpush import WebPusher  # it takes a third of a second, which only who sends has to spend

    device = push.device
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    return WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(push.message, "aes128gcm")["body"]


def _headers(push: Push, now: datetime) -> dict[str, str]:
    return {
        "TTL": str(int(push.ttl.total_seconds())),
        "Urgency": "high" if push.is_urgent else "normal",
        "Topic": push.topic,
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        **_signature(push.device.endpoint, now),
    }


def _signature(endpoint: str, now: datetime) -> dict[str, str]:
    """VAPID, RFC 8292: who sends this, to whom they can complain, for this service alone."""
    from py_vapid import Vapid02  # it comes with pywebpush

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": settings.VAPID_SUBJECT,
        "exp": int((now + SIGNED_FOR).timestamp()),
    }
    return Vapid02(private_key(settings.VAPID_PRIVATE_KEY)).sign(claims)


@cache
def _connections() -> PoolManager:
    """All connections of this process to push services."""
    return open_pools(_may_reach)


def _may_reach(address: str) -> bool:
    return settings.PUSH_PRIVATE or is_public(address)
