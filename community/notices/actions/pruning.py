"""Forgetting what is long over, some of it at a time, so that nobody waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from community.notices.models import Envelope, Notice
from realtime import clock

NOTICES_KEPT = timedelta(days=180)  # once they are read
ENVELOPES_KEPT = timedelta(days=90)
AT_ONCE = 1000


def prune(now: Callable[[], datetime] = clock.now) -> None:
    """Delete old notices that were read, or that no list has, and old envelopes that have ended."""
    over = ~Q(read_at=None) | Q(is_listed=False)
    _delete(Notice.objects.filter(over, at__lt=now() - NOTICES_KEPT))
    _delete(Envelope.objects.filter(try_at=None, made_at__lt=now() - ENVELOPES_KEPT))


def _delete(rows: QuerySet) -> None:
    while some := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        rows.filter(pk__in=some).delete()
