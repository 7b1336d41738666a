"""A worker is killed with -9 while it tells and while it sends: nobody is told twice, nobody is left out."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
import urllib.parse
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone

from community.members.models import Member
from community.notices import audiences, channels, kinds
from community.notices.actions import begin_round, tell
from community.notices.models import Envelope, Fate, Notice, Round
from config.tasks import SILENT_AFTER, revive
from tests.community.notices import letterbox

ROOT = Path(__file__).resolve().parents[3]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.server]


class Letterbox(socketserver.ThreadingTCPServer):
    """Keeps each line that arrives; before it answers the one it was told of, whoever sent it is killed."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Slot)
        self.lines = []
        self.worker = self.deadly = None

    @property
    def port(self):
        return self.server_address[1]


class Slot(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.lines.append(self.rfile.readline().decode().split())
        if len(self.server.lines) == self.server.deadly:
            os.kill(self.server.worker.pid, signal.SIGKILL)
            self.server.worker.wait()
        else:
            self.wfile.write(b"ok")


@pytest.fixture
def box(monkeypatch):
    monkeypatch.setattr(channels, "_channels", {})
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(audiences, "_audiences", {})
    with Letterbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        letterbox.register(server.port)
        yield server
        server.shutdown()


def work(box, *, until=None):
    """A worker does all that waits, or is killed at that line; how it ended."""
    known = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{known['USER']}@{urllib.parse.quote(known['HOST'], safe='')}"
        f":{known['PORT'] or 5432}/{known['NAME']}",
        "DJANGO_SETTINGS_MODULE": "tests.community.notices.letterbox_settings",
        "LETTERBOX": str(box.port),
    }
    box.deadly = until
    box.worker = subprocess.Popen([sys.executable, "manage.py", "work", "--once"], cwd=ROOT, env=environment)
    return box.worker.wait(600)


def let_time_pass():
    """The worker was silent for long enough, and what it had in hand may be taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - %s * interval '1 s'", [SILENT_AFTER + 1]
        )
    Envelope.objects.filter(try_at__gt=timezone.now()).update(try_at=timezone.now() - timedelta(seconds=1))
    async_to_sync(revive.func)(timestamp=0)


def crowd(number):
    return Member.objects.bulk_create(
        Member(email=f"foule-{n}@test.example", handle=f"foule-{n}", password="!") for n in range(number)
    )


def check_each_once(box, members):
    """Every member has one notice and one envelope that was sent; at most one arrived twice, under the same key."""
    assert Counter(Notice.objects.values_list("member", "count")) == Counter((each.pk, 1) for each in members)
    assert Counter(Envelope.objects.values_list("member", "outcome")) == Counter(
        (each.pk, Fate.SENT) for each in members
    )
    arrived = [line for line in box.lines if len(line) == 2]
    assert {int(member) for _key, member in arrived} == {each.pk for each in members}
    assert len({key for key, _member in arrived}) == len(members)
    assert len(arrived) <= len(members) + 1


def test_killed_while_it_sends(box):
    members = crowd(60)
    with transaction.atomic():
        tell(letterbox.KIND, [each.pk for each in members])
    assert work(box, until=23) == -signal.SIGKILL
    assert Envelope.objects.filter(outcome=Fate.SENT).count() == 22
    let_time_pass()
    assert work(box) == 0
    check_each_once(box, members)


@pytest.mark.heavy
def test_ten_thousand_killed_while_it_tells_and_while_it_sends(box):
    members = crowd(10_000)
    with transaction.atomic():
        begin_round(letterbox.CROWD, actor_id=None, key="5", data={})
    assert work(box, until=3) == -signal.SIGKILL
    assert Notice.objects.count() == 2 * 500
    let_time_pass()
    assert work(box, until=5_000) == -signal.SIGKILL
    let_time_pass()
    assert work(box) == 0
    assert not Round.objects.exists()
    check_each_once(box, members)
