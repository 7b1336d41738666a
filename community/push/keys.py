"""The keys of a push: the device's, which encrypt it, and the house's own, which signs it (VAPID)."""

import base64
import binascii
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

POINT, SECRET, PRIVATE = 65, 16, 32  # bytes
_CURVE = ec.SECP256R1()


class KeyRefused(Exception):
    """A key that could not encrypt or sign anything."""


def encode(raw: bytes) -> str:
    """Base64 for addresses, without the padding: as browsers write keys."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """What `encode` wrote; refuses anything else, other writings of the same bytes included."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise KeyRefused("It is not base64url.") from None
    if encode(raw) != text:
        raise KeyRefused("It is not base64url.")
    return raw


def check_device_keys(p256dh: str, auth: str) -> None:
    """Refuse a pair that nothing can be encrypted for: a point that is not on P-256, a secret of another length."""
    point = decode(p256dh)
    if len(point) != POINT or len(decode(auth)) != SECRET:
        raise KeyRefused("A key has the wrong length.")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError:
        raise KeyRefused("The key is no point of the curve.") from None


def new_private_key() -> str:
    """A key for the house, as `VAPID_PRIVATE_KEY` takes it."""
    number = ec.generate_private_key(_CURVE).private_numbers().private_value
    return encode(number.to_bytes(PRIVATE, "big"))


def kept_key(place: Path) -> str:
    """The key in that file, made if there is none. Processes that start together get the same one."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        own = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
        own.touch(mode=0o600)
        own.write_text(new_private_key(), encoding="ascii")
        with suppress(FileExistsError):  # the other one was quicker
            os.link(own, place)
        own.unlink()
    return place.read_text(encoding="ascii")


@cache
def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key that a setting holds; refuses what is none."""
    raw = decode(text)
    if len(raw) != PRIVATE:
        raise KeyRefused("A private key has 32 bytes.")
    try:
        return ec.derive_private_key(int.from_bytes(raw, "big"), _CURVE)
    except ValueError:
        raise KeyRefused("It is no number of the curve.") from None


def public_key_of(private: str) -> str:
    """What browsers are told of it, `applicationServerKey`."""
    return encode(private_key(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
