"""How who delivers our mails shows that news come from them: HMAC-SHA256 over the hour and the body."""

import hmac

WINDOW = 5 * 60  # seconds; a letter caught on its way is of no use later


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """The hexadecimal signature of `<timestamp>.<body>`."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hexdigest()


def is_signed(secret: str, timestamp: str, body: bytes, signature: str) -> bool:
    """Whether the signature is ours; how long it takes to say so tells nothing about it."""
    return hmac.compare_digest(signature_of(secret, timestamp, body).encode(), signature.encode())


def is_recent(timestamp: str, now: float) -> bool:
    """Whether seconds since 1970, as written in a header, are within the window of now."""
    return timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12 and abs(now - int(timestamp)) <= WINDOW
