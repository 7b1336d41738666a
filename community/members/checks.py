"""System checks of the accounts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

_HEADERS = ("ALLAUTH_TRUSTED_PROXY_COUNT", "ALLAUTH_TRUSTED_CLIENT_IP_HEADER")


@register(Tags.security, deploy=True)
def check_second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The back office of a real house stands behind a second factor."""
    if settings.STAFF_SECOND_FACTOR:
        return []
    return [Error("STAFF_SECOND_FACTOR is off; a stolen password would open the back office.", id="members.E001")]


@register(Tags.security)
def check_trusted_headers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Rate limits count by the connection's own address; a header could be forged."""
    if any(getattr(settings, name, None) for name in _HEADERS):
        return [
            Error(
                "allauth reads the address from a header, and anybody may write headers.",
                hint="Leave ALLAUTH_TRUSTED_* out; realtime's ASGI door sets the address from TRUSTED_PROXIES.",
                id="members.E002",
            )
        ]
    return []
