"""What holds for every test: nothing talks to the outside, and nothing is left behind."""

import ipaddress
import socket
import sys

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone, translation
from hypothesis import settings

from tests.database import empty, provide_template

pytest_plugins = ["tests.push_service", "tests.services"]
settings.register_profile("house", deadline=None)  # a machine that is shared may pause anywhere
settings.load_profile("house")


def _refuse_the_outside(event: str, args: tuple) -> None:
    """An audit hook: sockets connect to this machine only."""
    if event != "socket.connect":
        return
    link, address = args
    if link.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
        raise RuntimeError(f"A test wants to reach {address[0]}: tests talk to this machine only; use a fake.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


sys.addaudithook(_refuse_the_outside)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """The test database is a copy of one that is migrated already."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = provide_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """As pytest-django's; at the end nobody holds the database: a server that was killed takes a moment to be gone."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid()",
            [connection.settings_dict["TEST"]["NAME"]],  # never those of a site that runs beside the tests
        )
    connection.close()
    connection.close_pool()


@pytest.fixture(autouse=True, scope="session")
def _without_repeats():
    """What costs each test and shows nothing: emptying all tables, and a middleware for static files.

    Being asynchronous, that one sends each request of a test's client through five threads; servers do have it.
    """
    middleware = [each for each in django_settings.MIDDLEWARE if "servestatic" not in each]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        patch.setattr(django_settings, "MIDDLEWARE", middleware)
        yield


@pytest.fixture(autouse=True)
def _no_jobs_left(request, django_db_blocker):
    """What a test has committed is deleted after it; the jobs are in tables that Django does not know it has."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture(autouse=True)
def _in_french_and_in_zurich():
    """A request leaves its visitor's language and zone behind in the thread; the next test begins without them."""
    yield
    translation.deactivate()
    timezone.deactivate()
