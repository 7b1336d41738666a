"""What the worker does with old news."""

from procrastinate.contrib.django import app

from community.mail.actions import forget_old_events
from realtime import clock


@app.periodic(cron="25 4 * * *")
@app.task(queueing_lock="mail.forget_old_events", pass_context=False)
def forget(timestamp: int) -> None:
    """Forget the names of events that nobody will tell again."""
    forget_old_events(clock.now())
