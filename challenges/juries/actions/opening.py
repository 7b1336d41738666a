"""Opening: the ring is shuffled, the roll frozen, the key made. Whoever comes first after the hour does it."""

from datetime import datetime
from random import Random, SystemRandom

from challenges.juries import events
from challenges.juries.models import Judging, JudgingKey, RingPlace, RollEntry
from challenges.juries.queries.roll import members_on_roll
from challenges.qdefis.actions.locking import lock_qdefi
from challenges.qdefis.models import Entry
from challenges.qdefis.models.entries import ENTERED
from ideas.ballots.secrecy import new_key
from realtime.announce import announce

AT_ONCE = 5_000


def open_judging(judging: Judging, now: datetime, *, chance: Random | None = None) -> None:
    """Draw the ring of all that was entered, and where the community votes freeze its roll, under the judging's lock.

    What waits to be read or is hidden has its place, too, for the day it is shown. Announces `votes.changed`.
    """
    lock_qdefi(judging.qdefi_id)  # who was handing in at the last moment is there now
    entries = list(Entry.objects.filter(qdefi=judging.qdefi_id, state__in=ENTERED).order_by("pk"))
    (chance or SystemRandom()).shuffle(entries)
    RingPlace.objects.bulk_create(
        (RingPlace(judging=judging, n=n, entry=entry) for n, entry in enumerate(entries)), batch_size=AT_ONCE
    )
    members = members_on_roll(judging) if judging.takes_votes else []
    RollEntry.objects.bulk_create(
        (RollEntry(judging=judging, member_id=member) for member in members), batch_size=AT_ONCE
    )
    judging.opened_at, judging.eligible = now, len(members)
    judging.save(update_fields=["opened_at", "eligible"])
    if judging.takes_votes:
        JudgingKey.objects.create(judging=judging, secret=new_key())
        announce(*events.turnout_moved(judging))
