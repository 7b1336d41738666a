"""Having members told of what the clock did. Each once."""

from datetime import datetime

from django.db import transaction

from challenges.qdefis.models import Qdefi
from challenges.qdefis.telling import tell_of_votes


@transaction.atomic
def tell_votes(now: datetime) -> list[Qdefi]:
    """Begin a round for each Qdéfi whose votes are open and of which nobody has told; answers with them.

    The round and its mark are one commit: whatever crashes and however often this runs, it is once.
    """
    untold = list(Qdefi.objects.untold(now).select_for_update(no_key=True).order_by("pk"))
    for qdefi in untold:
        qdefi.votes_told_at = now
        qdefi.save(update_fields=["votes_told_at"])
        tell_of_votes(qdefi)
    return untold
