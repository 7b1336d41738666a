"""A worker is killed with -9 while it sends: the same name again, nobody left out. The small one: test_sending.py."""

import os
import signal
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone

from community.webhooks.actions import emit
from community.webhooks.models import Delivery, State
from config.tasks import SILENT_AFTER, revive
from tests.factories.webhooks import DONE, PAYLOAD, make_endpoint

ROOT = Path(__file__).resolve().parents[3]
NUMBER, DEADLY = 30, 12

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server, pytest.mark.heavy]


def start_worker():
    known = connection.settings_dict
    host = urllib.parse.quote(known["HOST"], safe="")
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{known['USER']}@{host}:{known['PORT'] or 5432}/{known['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "WEBHOOK_LOOPBACK": "1",
    }
    return subprocess.Popen([sys.executable, "manage.py", "work", "--once"], cwd=ROOT, env=environment)


def test_killed_while_it_sends(integration):
    make_endpoint(integration.url)
    for _ in range(NUMBER):
        with transaction.atomic():
            emit(DONE, PAYLOAD)
    worker = start_worker()

    def kill(_heard):
        if len(integration.heard) == DEADLY:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()

    integration.before_answering = kill
    assert worker.wait(300) == -signal.SIGKILL
    assert Delivery.objects.filter(state=State.DELIVERED).count() == DEADLY - 1
    _let_time_pass()
    assert start_worker().wait(300) == 0
    assert Delivery.objects.filter(state=State.DELIVERED).count() == NUMBER
    assert set(integration.names) == {each.name for each in Delivery.objects.all()}
    assert len(integration.names) == NUMBER + 1
    assert integration.names.count(integration.names[DEADLY - 1]) == 2


def _let_time_pass():
    """The worker was silent for long enough, and what it had in hand may be taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - %s * interval '1 s'", [SILENT_AFTER + 1]
        )
    Delivery.objects.filter(next_at__gt=timezone.now()).update(next_at=timezone.now())
    async_to_sync(revive.func)(timestamp=0)
