"""The jobs of Qdéfis. Nothing that a phase does waits for them: they tell."""

from procrastinate.contrib.django import app

from challenges.qdefis.actions.steps import tell_votes
from realtime import clock


@app.periodic(cron="*/5 * * * * 3")
@app.task(name="qdefis.watch", queueing_lock="qdefis.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Tell of votes that opened. What a run leaves undone, the next one does."""
    tell_votes(clock.now())
