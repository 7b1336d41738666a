"""The jobs that were put aside, and doing them as a worker would, within the test's own transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def waiting(task: str = "") -> list[Mapping[str, Any]]:
    """The arguments of the jobs that wait, of one task or of all; also of those that are due later."""
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    return [job.args for job in (jobs.filter(task_name=task) if task else jobs)]


def work_off() -> int:
    """Do what is due, and what that puts aside in turn; answers how many jobs that was. What fails is raised."""
    due = ProcrastinateJob.objects.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=Now()), status="todo")
    done = 0
    while job := due.order_by("-priority", "pk").first():
        app.tasks[job.task_name](**job.args)
        with connection.cursor() as cursor:  # the model itself only reads
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        done += 1
    return done
