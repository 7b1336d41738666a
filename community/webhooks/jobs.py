"""What the worker is asked to do; the jobs themselves (`tasks`) stand above the actions that ask for them."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

DELIVER = "community.webhooks.tasks.deliver"


def put_aside(endpoint_id: int) -> None:
    """Have an endpoint told what is due, once the caller's transaction is committed.

    One job of an endpoint works at a time: who is slow holds one worker and no other endpoint. Without a lock on the
    queue, on which two transactions with the same news would wait for each other; what finds nothing to do ends.
    """
    app.configure_task(DELIVER, lock=_lock(endpoint_id)).defer(endpoint_id=endpoint_id)


def wake(endpoint_id: int) -> None:
    """The same each minute, unless a job waits already."""
    job = app.configure_task(DELIVER, lock=_lock(endpoint_id), queueing_lock=_lock(endpoint_id))
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(endpoint_id=endpoint_id)


def _lock(endpoint_id: int) -> str:
    return f"{DELIVER} {endpoint_id}"
