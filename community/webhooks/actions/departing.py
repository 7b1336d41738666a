"""What becomes of a member's handle in what was sent."""

import json

from django.db.models import F, Value
from django.db.models.functions import Replace

from community.personal.registry import Leaving
from community.webhooks.models import Delivery


def forget_handles(leaving: Leaving) -> None:
    """Name the tombstone instead of who left, also in what is still to be sent; what was answered goes."""
    for handle in leaving.handles:
        theirs = _pair(handle)
        Delivery.objects.filter(body__contains=theirs).update(
            body=Replace(F("body"), Value(theirs), Value(_pair(leaving.tombstone))), answer=""
        )


def _pair(handle: str) -> str:
    """A member within a body (`kinds` says so), as `emitting` writes it."""
    return f'"handle":{json.dumps(handle, ensure_ascii=False)}'
