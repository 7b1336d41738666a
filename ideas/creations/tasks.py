"""The jobs of creations. Nothing that a stage does waits for them: they tell."""

from procrastinate.contrib.django import app

from ideas.creations.actions.stages import settle_stage
from ideas.creations.actions.steps import tell_drops, tell_openings
from ideas.creations.models import Stage
from realtime import clock


@app.periodic(cron="*/5 * * * * 2")
@app.task(name="creations.watch", queueing_lock="creations.watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Tell of openings and of drops, freeze what ballots decided. What a run leaves undone, the next one does."""
    now = clock.now()
    tell_openings(now)
    for stage in Stage.objects.public().due(now).select_related("creation", "ballot"):
        settle_stage(stage, now)
    tell_drops(now)
