"""The receiving side of the Standard Webhooks specification 1.0.0, written from its text and nothing of ours."""

import base64
import hmac
from collections.abc import Mapping

TOLERANCE = 5 * 60  # seconds


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether one of the signatures is that of the body, its id and its time, which is about now."""
    stamp = headers["webhook-timestamp"]
    if not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE:
        return False
    content = b".".join([headers["webhook-id"].encode(), stamp.encode(), body])
    mac = hmac.new(base64.b64decode(secret.split("_", 1)[1]), content, "sha256").digest()
    given = [each.partition(",") for each in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and base64.b64decode(code) == mac for version, _comma, code in given)
