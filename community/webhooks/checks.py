"""System checks of the webhooks."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def check_loopback(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Webhooks of a real house go to the open internet alone."""
    if not settings.WEBHOOK_LOOPBACK:
        return []
    return [Error("WEBHOOK_LOOPBACK is on; a webhook could reach what listens on this machine.", id="webhooks.E001")]
