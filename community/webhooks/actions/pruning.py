"""Forgetting what was sent long ago, some of it at a time, so that nobody waits for it."""

from datetime import datetime

from community.webhooks.models import Delivery, Endpoint
from community.webhooks.rules import KEPT

AT_ONCE = 1000


def forget_old_deliveries(now: datetime) -> None:
    """Delete deliveries that are a month old, and secrets that sign no more."""
    old = Delivery.objects.filter(at__lte=now - KEPT)
    while some := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        Delivery.objects.filter(pk__in=some).delete()
    Endpoint.objects.filter(old_until__lte=now).update(old_secret="", old_until=None)
