"""The jobs of creations. Nothing that a stage does waits for them: they tell."""

from procrastinate.contrib.django import app

from ideas.creations.actions.steps import tell_drops, tell_openings
from realtime import clock


@app.periodic(cron="*/5 * * * * 2")
@app.task(name="creations.watch", queueing_lock="creations.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Tell of the stages that opened and of the drops that creations became. What a run leaves, the next one does."""
    now = clock.now()
    tell_openings(now)
    tell_drops(now)
