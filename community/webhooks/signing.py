"""The signature of the Standard Webhooks specification, 1.0.0: symmetric, `v1`."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
LENGTH = 32  # bytes; the specification asks for 24 to 64


def new_secret() -> str:
    """A secret as integrations are given it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def headers_for(name: str, body: bytes, sent_at: datetime, with_secrets: Iterable[str]) -> dict[str, str]:
    """The three headers: which message, when it was sent, and a signature by each secret."""
    stamp = str(int(sent_at.timestamp()))
    signed = f"{name}.{stamp}.".encode() + body
    signatures = (f"v1,{_signature(secret, signed)}" for secret in with_secrets)
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": " ".join(signatures)}


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
