"""A push service of our own, as RFC 8030 has them, over HTTP or HTTPS; and the browsers that it serves.

It answers 201 to what is well made and 400 to what is not, and what somebody set for a device instead: another status,
a stall, a redirect.
"""

import json
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.local_server import LocalServer, answer
from tests.rfc8291 import CURVE, Receiver

LONGEST_BODY = 4096  # RFC 8291 asks no service to take more
NEEDED = ("ttl", "authorization")
# Chromium's own push service is out of reach, so the subscription is one of ours; all else is the browser's.
SUBSCRIBED = """(keys) => {
  const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const decode = (text) => Uint8Array.from(plain(text), (sign) => sign.charCodeAt(0));
  const made = (applicationServerKey) => ({
    endpoint: keys.endpoint,
    options: { applicationServerKey: decode(applicationServerKey).buffer },
    toJSON: () => ({ endpoint: keys.endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }),
    unsubscribe: async () => { localStorage.removeItem("test.key"); return true; },
  });
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    localStorage.setItem("test.key", applicationServerKey);
    return made(applicationServerKey);
  };
  PushManager.prototype.getSubscription = async () => {
    const key = localStorage.getItem("test.key");
    return key && made(key);
  };
}"""


@dataclass(eq=False)
class Browser(Receiver):
    """One browser with its subscription: where it is reached, what it heard, and how the service behaves for it."""

    endpoint: str = ""
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    stalls: bool = False
    delay: float = 0.0  # seconds until it answers
    heard: list[dict] = field(default_factory=list)  # headers in lower case, "message", "at" of the monotonic clock

    @property
    def keys(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}

    @property
    def messages(self) -> list[dict]:
        """What it would show."""
        return [json.loads(each["message"]) for each in self.heard]


class PushService(LocalServer):
    """The service: `subscribe()` gives a browser, which hears what is pushed to it."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.browsers: dict[str, Browser] = {}
        self.asked: list[str] = []  # paths, whatever came of it
        super().__init__(certificate)

    def subscribe(self, **behaviour) -> Browser:
        name = secrets.token_urlsafe(24)
        keys = {"private": ec.generate_private_key(CURVE), "secret": secrets.token_bytes(16)}
        self.browsers[name] = Browser(endpoint=f"{self.url}/push/{name}", **keys, **behaviour)
        return self.browsers[name]

    def respond(self, handler, headers: dict[str, str], body: bytes) -> None:
        answer(handler, *self._take(handler.path.removeprefix("/push/"), headers, body))

    def _take(self, name: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        self.asked.append(name)
        browser = self.browsers.get(name)
        if browser is None:
            return 404, {}
        self.ended.wait(30 if browser.stalls else browser.delay)
        if len(body) > LONGEST_BODY:
            return 413, {}
        if any(not headers.get(each) for each in NEEDED) or headers.get("content-encoding") != "aes128gcm":
            return 400, {}
        if browser.status == 201:
            message = browser.read(body).decode()
            browser.heard.append({**headers, "message": message, "at": time.monotonic()})
        return browser.status, browser.headers


def certificate_in(folder: Path) -> Path:
    """A certificate for localhost, signed by itself, with its key: one file."""
    key = ec.generate_private_key(CURVE)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "localhost.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    return file


@pytest.fixture
def push_service(settings):
    """A push service on this machine, on the list and reached as in one's own network."""
    from community.push import couriers, delivery  # Django is ready only now

    settings.PUSH_SERVICES = ["localhost", "fcm.googleapis.com"]
    settings.PUSH_PRIVATE = True
    with PushService() as service:
        yield service
    delivery._connections().clear()
    delivery._connections.cache_clear()
    couriers.service_called.cache_clear()
