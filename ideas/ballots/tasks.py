"""What the clock asks of ballots: opening, sealing, reminding."""

import logging

from procrastinate.contrib.django import app

from ideas.ballots.actions.reminding import remind_late
from ideas.ballots.actions.sealing import RollMismatch, settle_ballot
from ideas.ballots.models import Ballot
from ideas.ballots.rules import REMINDER
from realtime import clock

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ballots.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Open and seal what is due, unless a request did, and remind who is late. What a run leaves, the next one does."""
    now = clock.now()
    for ballot in [*Ballot.objects.to_open(now), *Ballot.objects.to_seal(now)]:
        try:
            settle_ballot(ballot, now)
        except RollMismatch:  # one that cannot be counted holds up no other
            logger.exception("ballot.mismatch", extra={"ballot": ballot.pk})
    for ballot in Ballot.objects.open(now).filter(closes_at__lte=now + REMINDER, reminded_at=None):
        remind_late(ballot, now)
