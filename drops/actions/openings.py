"""Having members told that a drop is open, once."""

from datetime import datetime, timedelta

from django.db import transaction

from community.notices.actions import begin_round
from drops.models import Drop
from drops.telling import OPENING, opening_facts

LATEST = timedelta(minutes=15)  # after the opening; later than that it would be no news


@transaction.atomic
def tell_openings(now: datetime) -> list[str]:
    """Begin a round for each drop that opened lately and is on offer; answers with their codes.

    The round and its mark on the drop are one commit: whatever crashes and however often this runs, it is once. One
    that is paused waits for its resuming; of one that is sealed, cancelled, sold out or rehearsed nobody hears.
    """
    told = [drop for drop in lock_untold(now) if drop.is_on_offer(now)]
    for drop in told:
        Drop.objects.filter(pk=drop.pk).update(opening_told_at=now)
        begin_round(OPENING, actor_id=None, key=drop.code, data=opening_facts(drop))
    return [drop.code for drop in told]


def lock_untold(now: datetime) -> list[Drop]:
    """The drops that opened lately and of which nobody has told yet; another worker waits, and then finds none."""
    opened = Drop.objects.filter(opening_told_at=None, opens_at__lte=now, opens_at__gt=now - LATEST)
    return list(opened.select_for_update(of=("self",), no_key=True).select_related("universe").order_by("pk"))
