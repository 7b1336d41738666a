"""What the clock asks of judgings: opening, sealing, publishing."""

import logging

from procrastinate.contrib.django import app

from challenges.juries.actions.sealing import settle_judging
from challenges.qdefis.models import Qdefi
from ideas.ballots.actions.sealing import RollMismatch
from realtime import clock

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * * 7")
@app.task(name="juries.watch", queueing_lock="juries.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Do what is due, unless a request did. What a run leaves, the next one does."""
    now = clock.now()
    for qdefi in Qdefi.objects.public().filter(settled_at=None, entries_close_at__lte=now).order_by("pk"):
        try:
            settle_judging(qdefi, now)
        except RollMismatch:  # one that cannot be counted holds up no other
            logger.exception("judging.mismatch", extra={"qdefi": qdefi.pk})
