"""`manage.py work`, and what becomes of the jobs of a worker that was killed."""

import os
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from config.tasks import SILENT_AFTER, revive
from tests.jobs import waiting

ROOT = Path(__file__).resolve().parent.parent.parent


def abandon_job(*, silent_for: float) -> int:
    """A job that a worker has begun, which gave its last sign of life so many seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s') RETURNING id",
            [silent_for],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('default', 'config.tasks.revive', '{\"timestamp\": 1}', 'doing', %s) RETURNING id",
            [worker],
        )
        return cursor.fetchone()[0]


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("silent_for", "becomes"), [(SILENT_AFTER - 5, "doing"), (SILENT_AFTER + 5, "todo")], ids=["alive", "gone"]
)
def test_the_jobs_of_who_is_gone_are_given_to_others(silent_for, becomes):
    job = abandon_job(silent_for=silent_for)
    async_to_sync(revive.func)(timestamp=0)
    assert status_of(job) == becomes


@pytest.mark.django_db
def test_an_abandoned_job_ends_when_another_waits_to_do_the_same():
    abandoned, other = (abandon_job(silent_for=SILENT_AFTER + 5) for _ in range(2))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = 'revive' WHERE id = %s", [abandoned])
    revive.defer(timestamp=7)
    async_to_sync(revive.func)(timestamp=0)
    assert not ProcrastinateJob.objects.filter(pk=abandoned).exists()
    assert status_of(other) == "todo"
    assert waiting("config.tasks.revive") == [{"timestamp": 1}, {"timestamp": 7}]


@pytest.mark.django_db
def test_a_job_stays_with_a_transaction_that_comes_to_nothing():
    with transaction.atomic():
        revive.defer(timestamp=7)
        transaction.set_rollback(True)
    assert waiting("config.tasks.revive") == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_waits_and_ends():
    revive.defer(timestamp=7)
    assert waiting("config.tasks.revive") == [{"timestamp": 7}]
    known = connection.settings_dict
    host = urllib.parse.quote(known["HOST"], safe="")
    ended = work_once(f"postgres://{known['USER']}@{host}:{known['PORT'] or 5432}/{known['NAME']}")
    assert ended.returncode == 0
    assert {"timestamp": 7} not in waiting()  # a minute may have struck, which puts the next ones there


def test_a_worker_says_in_a_sentence_that_the_database_is_away():
    ended = work_once("postgres://nobody@127.0.0.1:1/nothing")
    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: The database does not answer")


def work_once(database: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "manage.py", "work", "--once"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=60)
