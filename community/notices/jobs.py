"""What the worker is asked to do; the jobs themselves (`tasks`) stand above the actions that ask for them."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

DELIVER = "community.notices.tasks.deliver"
GO_ROUND = "community.notices.tasks.go_round"


def hurry(channel: str) -> None:
    """Have what is due delivered by a channel, without waiting for the minute.

    One job of a channel works at a time and one waits: more would help nobody, and a slow channel holds one worker.
    """
    job = app.configure_task(DELIVER, lock=f"{DELIVER} {channel}", queueing_lock=f"{DELIVER} {channel}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(channel=channel)


def put_round_aside(round_id: int) -> None:
    """Have a round told, once the caller's transaction is committed."""
    app.configure_task(GO_ROUND).defer(round_id=round_id)
