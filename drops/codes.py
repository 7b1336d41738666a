"""A drop's public code: random, short enough to say aloud, and telling nothing."""

import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1
LENGTH = 6
PATTERN = f"[{ALPHABET}]{{5,12}}"


def new_code() -> str:
    """Six characters, a billion of them; the unique constraint catches the one chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
