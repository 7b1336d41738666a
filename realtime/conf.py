"""The wire's settings: `REALTIME` in the settings file, with these defaults."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.signals import setting_changed


@dataclass(frozen=True, slots=True)
class Conf:
    """Limits of one socket, of one person and of one request."""

    sockets_per_member: int = 10
    sockets_per_address: int = 200  # anonymous ones
    topics: int = 20  # a socket
    frame: int = 8192  # bytes of an incoming frame
    rate: int = 10  # incoming frames a second …
    burst: int = 20  # … and at once
    recheck: float = 40.0  # seconds after which a socket's session and member are read again
    body: int = 12 * 1024 * 1024  # bytes of a request's body
    too_large: str = ""  # the template of the page that answers a larger one; without it, a line of text


@cache
def conf() -> Conf:
    return Conf(**getattr(settings, "REALTIME", {}))


def _forget(*, setting: str, **_: object) -> None:
    if setting == "REALTIME":
        conf.cache_clear()


setting_changed.connect(_forget)
