"""Servers for the wire's tests: one of each kind for a whole module, since a start costs seconds."""

import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from realtime.announce import Step, announce
from tests.servers import start_server

HOUSE = "tests.realtime.house:application"
PLAIN = "tests.realtime.house:plain_application"


@pytest.fixture(scope="session")
def test_database(django_db_setup, django_db_blocker):
    """The test database, also when no test of the session carries pytest-django's mark, which it would make it for."""
    if connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]:
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def database(test_database, django_db_blocker):
    """The test database for a whole module, with real commits; tests keep out of each other's way by fresh names."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE realtime_topic, realtime_event, realtime_epoch")
        connection.close()


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def server(request, database):
    """The little house, carried by each of our servers."""
    with start_server(request.param, HOUSE, getattr(request.module, "ENVIRONMENT", {})) as server:
        yield server


@pytest.fixture
def key():
    """A key that no other test uses."""
    return uuid.uuid4().hex[:12]


def tell(*steps):
    """Announce steps in a transaction of their own."""
    with transaction.atomic():
        announce(*(Step(*step) for step in steps))
