"""People in browsers of their own, before one running site."""

import os
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from tests.servers import sign_in
from tests.services import free_port, wait_for_port

ROOT = Path(__file__).resolve().parent.parent.parent


class Site:
    """`manage.py serve` on the test database; it may be killed and started again on the same port."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = os.environ | environment | {"SITE_URL": self.url}
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        wait_for_port(self.port, self.process)

    def end(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait(15)

    def post(self, path, member, **fields):
        """Send one of the plain forms, as a member without script would."""
        token = "a" * 32
        form = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        cookies = f"sessionid={sign_in(member)}; csrftoken={token}"
        request = urllib.request.Request(self.url + path, form, {"Cookie": cookies, "Origin": self.url})
        with urllib.request.urlopen(request, timeout=20) as response:
            assert response.status == 200


@pytest.fixture
def _django_db_helper():
    """Tests marked `django_db` get the test database here, and no flush each: a site at work stands in its way."""
    yield
    connections.close_all()  # Playwright's loop gives each test a connection of its own


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """The test database with real commits, emptied once the module's site has ended."""
    name = connection.settings_dict["NAME"]
    assert name == settings.DATABASES["default"]["TEST"]["NAME"], "mark the module's tests with django_db"
    with django_db_blocker.unblock():
        yield
        assert connection.settings_dict["NAME"] == name
        call_command("flush", verbosity=0, interactive=False)
        connection.close()


@pytest.fixture(scope="module")
def site(committed, tmp_path_factory):
    """One site for a whole module, since a start costs seconds."""
    known = connection.settings_dict
    host = urllib.parse.quote(known["HOST"], safe="")
    address = f"postgres://{known['USER']}:{known['PASSWORD']}@{host}:{known['PORT'] or 5432}/{known['NAME']}"
    settings_of_its_own = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "REDIS_URL": ""}
    media = str(tmp_path_factory.mktemp("media"))
    site = Site({"DATABASE_URL": address, "MEDIA_ROOT": media} | settings_of_its_own)
    site.start()
    yield site
    site.end()


@pytest.fixture
def visit(chromium, site):
    """Return a function that opens a page in a browser of its own, signed in or not."""
    contexts = []

    def open_page(path, member=None, **options):
        context = chromium.new_context(base_url=site.url, locale="fr-CH", **options)
        contexts.append(context)
        if member:
            context.add_cookies([{"name": "sessionid", "value": sign_in(member), "url": site.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def listen(visit):
    """Return a function that opens a page and waits until its socket has answered for a topic."""

    def open_page(path, topic, member=None):
        page = visit("/glossaire/", member)
        heard = []

        def hear(frame):
            heard.append(frame)

        page.on("websocket", lambda socket: socket.on("framereceived", hear))
        page.goto(path)
        until(page, lambda: any('"snapshot"' in frame and f'"{topic}"' in frame for frame in heard))
        return page

    return open_page


def until(page, condition, seconds=15):
    """Wait for what no locator shows; the page goes on meanwhile."""
    for _ in range(seconds * 20):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It did not come about.")
