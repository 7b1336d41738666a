"""What the clock asks of gatherings: reminders, and the last call of a waiting line."""

from procrastinate.contrib.django import app

from community.gatherings.actions.answers import call_line
from community.gatherings.actions.attendance import thank_guests
from community.gatherings.actions.reminders import remind_members
from community.gatherings.queries import guests_to_thank, lines_to_call, reminders_due
from realtime import clock


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="gatherings.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Remind who comes, serve the lines whose answers are closed, thank who came.

    What a run leaves undone, the next one does.
    """
    now = clock.now()
    for gathering, lead in reminders_due(now):
        remind_members(gathering, lead, now)
    for gathering in lines_to_call(now):
        call_line(gathering)
    for gathering in guests_to_thank(now):
        thank_guests(gathering)
