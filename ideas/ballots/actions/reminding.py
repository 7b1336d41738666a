"""Reminding those on the roll who have not voted."""

from datetime import datetime

from django.db import transaction

from community.notices.actions import begin_round
from ideas.ballots.actions.locking import lock_ballot
from ideas.ballots.models import Ballot
from ideas.ballots.rules import is_reminder_due
from ideas.ballots.telling import LATE, facts_of


@transaction.atomic
def remind_late(ballot: Ballot, now: datetime) -> bool:
    """Have everybody reminded, once, who has a paper left a day before the close; False if it is not the hour.

    Whoever votes until their turn comes is left in peace, and who wants no reminders gets none.
    """
    ballot = lock_ballot(ballot.pk)
    if not is_reminder_due(ballot, now):
        return False
    ballot.reminded_at = now
    ballot.save(update_fields=["reminded_at"])
    begin_round(LATE, actor_id=None, key=f"ballot:{ballot.pk}", data=facts_of(ballot))
    return True
