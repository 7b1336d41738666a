"""What a worker does about members' data."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from community.data_rights import actions, queries
from realtime import clock


@app.task(name=actions.exports.TASK, retry=RetryStrategy(max_attempts=3, wait=5))
def build(export_id: int) -> None:
    """Build one copy."""
    actions.build_export(export_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="data_rights.leave", lock="data_rights.leave", pass_context=False)
def let_go(timestamp: int) -> None:
    """Carry out the departures that are due; one that a killed worker left begins again here."""
    for departure_id in queries.due_departures(clock.now()):
        actions.carry_out(departure_id)


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="data_rights.forget", pass_context=False)
def forget_copies(timestamp: int) -> None:
    """Delete copies whose time is over."""
    actions.forget_old_exports(clock.now())
