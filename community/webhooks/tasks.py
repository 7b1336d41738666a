"""The jobs of the webhooks."""

from procrastinate.contrib.django import app

from community.webhooks.actions.pruning import forget_old_deliveries
from community.webhooks.actions.sending import deliver_due
from community.webhooks.jobs import DELIVER, wake
from community.webhooks.queries import endpoints_due
from realtime import clock


@app.task(name=DELIVER)
def deliver(endpoint_id: int) -> None:
    """Tell one endpoint what is due; twice does no harm."""
    deliver_due(endpoint_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="webhooks.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """See each minute who is to be tried again, and what a killed worker left."""
    for endpoint_id in endpoints_due(clock.now()):
        wake(endpoint_id)


@app.periodic(cron="41 4 * * *")
@app.task(queueing_lock="webhooks.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Forget what is a month old."""
    forget_old_deliveries(clock.now())
