"""The jobs of the drops. Nothing a drop does waits for them: they tell."""

from procrastinate.contrib.django import app

from drops.actions.openings import tell_openings
from realtime import clock


# A second after the minute, so that a clock a little ahead of the database's does not miss the opening by a minute.
@app.periodic(cron="* * * * * 1,31")
@app.task(name="drops.tell_openings", queueing_lock="drops.tell_openings", pass_context=False)
def tell_opened(timestamp: int) -> None:
    """Tell of the drops that have just opened."""
    tell_openings(clock.now())
