"""Whose pages may open a socket here."""

from collections.abc import Iterable

from django.conf import settings

Headers = Iterable[tuple[bytes, bytes]]


def values(headers: Headers, name: bytes) -> list[str]:
    """All values of a header; browsers send one Origin, so two of them are somebody's trick."""
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]


def is_ours(origins: list[str]) -> bool:
    """Exactly one Origin, and exactly one of ours: scheme, host and port."""
    return len(origins) == 1 and origins[0] in {settings.SITE_URL, *settings.EXTRA_ORIGINS}
