"""The work that keeps the work going: `manage.py work` runs it, as all that the parts put into their `tasks`."""

from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

# Twice the pause between two signs of life of a worker (procrastinate's, 10 s), and a little for a busy machine.
SILENT_AFTER = 30  # seconds


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="revive", pass_context=False)
async def revive(timestamp: int) -> None:
    """Give the jobs of workers that are gone to those who are there: a worker that was killed says nothing.

    Where another job waits to do the same, the abandoned one ends: there is one place for both in the queue.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_AFTER):
        if await _has_successor(job):
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
        else:
            await app.job_manager.retry_job(job)


async def _has_successor(job: Job) -> bool:
    if job.queueing_lock is None:
        return False
    jobs = await app.job_manager.list_jobs_async(status="todo", queueing_lock=job.queueing_lock)
    return any(jobs)
