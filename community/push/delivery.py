"""The way to a push service: sealed, signed, one request, to the very address that was checked."""

import socket
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from community.push.endpoints import EndpointRefused, is_public, service_of
from community.push.keys import private_key
from community.push.models import PushSubscription

TIMEOUT = 5.0  # seconds to connect, and to the first word of the answer
SIGNED_FOR = timedelta(hours=12)  # RFC 8292 allows a day
# In place of a status: nothing came; we would not even ask; we left it for later.
NO_ANSWER, REFUSED, NOT_TRIED = 0, 1, 2


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
    """What a push service said: an HTTP status, or one of those above; and how long it wants to be left alone."""

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
    except EndpointRefused:
        return Answer(REFUSED)
    except HTTPError:
        return Answer(NO_ANSWER)
    if answer.headers.get("Content-Length") == "0":
        answer.read()  # and the connection serves again
    else:
        answer.close()  # what it tells at length nobody waits for
    return Answer(answer.status, _retry_after(answer.headers.get("Retry-After", ""), now))


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


def _retry_after(value: str, now: datetime) -> timedelta | None:
    """A delay in seconds or an hour, as HTTP has them; None for anything else."""
    if value.isascii() and value.isdigit() and len(value) < 8:
        return timedelta(seconds=int(value))
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # a year of twenty digits is no year
        return None
    return max(at - now, timedelta()) if at.tzinfo else None


def _connect(connection: HTTPConnection) -> socket.socket:
    """Resolve once, refuse unless all that is found belongs to the open internet, and go to what was found."""
    # `_dns_host` is the name that urllib3 itself would look up here.
    found = socket.getaddrinfo(connection._dns_host, connection.port, type=socket.SOCK_STREAM)  # noqa: SLF001 -- as above
    addresses = list(dict.fromkeys((family, address) for family, _type, _protocol, _name, address in found))
    if not settings.PUSH_PRIVATE and not all(is_public(str(address[0])) for _family, address in addresses):
        raise EndpointRefused(f"{connection.host} leads to an address that is not public.")
    failure: OSError = OSError("It has no address.")
    for family, address in addresses:
        link = socket.socket(family, socket.SOCK_STREAM)
        try:
            link.settimeout(connection.timeout)
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link.connect(address)
        except OSError as error:
            link.close()
            failure = error
        else:
            return link
    raise failure


class _Connection(HTTPConnection):
    _new_conn = _connect


class _TLSConnection(HTTPSConnection):
    _new_conn = _connect  # the certificate is still asked for the name


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


@cache
def _connections() -> PoolManager:
    """All connections of this process; no proxy of the environment, no cookies."""
    manager = PoolManager(num_pools=50, maxsize=8, ssl_context=ssl.create_default_context())
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}
    return manager
