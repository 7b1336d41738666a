import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

from community.notices.models import Round
from config import health
from tests.services import free_port


@pytest.fixture(autouse=True)
def _forgetful():
    """Each test finds a process that has not looked at its migrations yet."""
    health._migrated.clear()
    yield
    health._migrated.clear()


def test_alive_without_a_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_ready(client, db, settings):
    settings.REDIS_URL = ""
    answer = client.get("/readyz")
    assert answer.json() == {"status": "ok", "parts": {"database": "ok", "migrations": "ok"}}
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_second_look_is_one_query(client, db, settings, django_assert_num_queries):
    settings.REDIS_URL = ""
    client.get("/readyz")
    with django_assert_num_queries(2):  # the database itself, and the rounds
        client.get("/readyz")


def test_a_round_that_nobody_goes_on_with_is_said_and_takes_no_process_away(client, db, settings):
    settings.REDIS_URL = ""
    Round.objects.create(audience="essai")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["stranded_rounds"]) == (200, "ok", 1)


def test_a_missing_migration(client, db, settings):
    settings.REDIS_URL = ""
    MigrationRecorder(connection).record_unapplied("universes", "0001_initial")
    answer = client.get("/readyz")
    assert answer.json() == {"status": "failing", "parts": {"database": "ok", "migrations": "missing"}}
    assert answer.status_code == 503


def test_a_database_that_does_not_answer(client, db, settings, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError('password of "postgres" is wrong')

    settings.REDIS_URL = ""
    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", refuse)
        answer = client.get("/readyz")
    assert answer.json() == {"status": "failing", "parts": {"database": "unreachable", "migrations": "unknown"}}
    assert answer.status_code == 503


def test_a_redis_that_does_not_answer(client, db, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    answer = client.get("/readyz")
    assert answer.json()["parts"]["redis"] == "unreachable"
    assert answer.status_code == 503


@pytest.mark.redis
def test_a_redis_that_answers(client, db, settings, redis_url):
    settings.REDIS_URL = redis_url
    assert client.get("/readyz").json()["parts"]["redis"] == "ok"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading(client, path):
    assert client.post(path).status_code == 405
