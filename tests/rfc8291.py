"""What a browser does with a push: RFC 8291 and 8188 read from the other side, from primitives alone.

Nothing here is shared with what encrypts (pywebpush, http_ece); tests/test_push_service.py proves it by the RFC's own
example.
"""

import base64
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
TAG = 16


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def mac(key: bytes, message: bytes) -> bytes:
    digest = HMAC(key, SHA256())
    digest.update(message)
    return digest.finalize()


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass(eq=False)
class Receiver:
    """The keys that a browser keeps of its subscription."""

    private: ec.EllipticCurvePrivateKey
    secret: bytes

    @property
    def p256dh(self) -> str:
        return encoded(point_of(self.private.public_key()))

    @property
    def auth(self) -> str:
        return encoded(self.secret)

    def read(self, body: bytes) -> bytes:
        """The message in a body of `aes128gcm`; raises when it is not for these keys, or was changed."""
        salt, record_size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        key, nonce = self._key_and_nonce(salt, sender)
        message, last = b"", False
        for number, start in enumerate(range(0, len(sealed), record_size)):
            assert not last, "nothing comes after the last record"
            iv = (int.from_bytes(nonce, "big") ^ number).to_bytes(12, "big")
            record = AESGCM(key).decrypt(iv, sealed[start : start + record_size], None).rstrip(b"\0")
            last = record[-1:] == b"\2"
            message += record[:-1]
        assert last, "the last record says so"
        return message

    def _key_and_nonce(self, salt: bytes, sender: bytes) -> tuple[bytes, bytes]:
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        info = b"WebPush: info\0" + point_of(self.private.public_key()) + sender
        secret = mac(mac(self.secret, shared), info + b"\1")
        root = mac(salt, secret)
        key = mac(root, b"Content-Encoding: aes128gcm\0\1")[:16]
        return key, mac(root, b"Content-Encoding: nonce\0\1")[:12]


def claims_of(authorization: str, public_key: str) -> dict:
    """The claims of a VAPID header (RFC 8292), once its signature was found to be that of `public_key`."""
    scheme, _, parameters = authorization.partition(" ")
    named = dict(part.strip().split("=", 1) for part in parameters.split(","))
    assert (scheme, named["k"]) == ("vapid", public_key)
    head, claims, signature = named["t"].split(".")
    assert json.loads(decoded(head))["alg"] == "ES256"
    raw = decoded(signature)
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(public_key))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    return json.loads(decoded(claims))
