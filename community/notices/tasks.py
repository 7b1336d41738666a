"""The jobs of the notices."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from community.notices.actions.pruning import prune
from community.notices.actions.rounds import tell_next
from community.notices.actions.sending import deliver_due
from community.notices.channels import all_channels, channel_of
from community.notices.jobs import DELIVER, GO_ROUND, hurry


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notices.deliver_all", pass_context=False)
def deliver_all(timestamp: int) -> None:
    """See each minute what is due by each channel; a slow one holds up nobody but itself."""
    for channel in all_channels():
        hurry(channel.name)


@app.task(name=DELIVER)
def deliver(channel: str) -> None:
    """Send what is due by one channel."""
    if found := channel_of(channel):
        deliver_due(found)


@app.task(name=GO_ROUND, retry=RetryStrategy(max_attempts=10, exponential_wait=2))
def go_round(round_id: int) -> None:
    """Tell a whole audience, from where the round is."""
    while tell_next(round_id):
        pass


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="notices.prune", pass_context=False)
def prune_old(timestamp: int) -> None:
    """Forget what is long over."""
    prune()
