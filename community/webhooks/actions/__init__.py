"""All that writes of webhooks; what other parts call is `emit`."""

from community.webhooks.actions.emitting import emit

__all__ = ["emit"]
