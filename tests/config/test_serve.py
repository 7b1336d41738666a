"""`manage.py serve` refuses to start what must not run, and carries the site when it may."""

import http.client
import signal
import subprocess
import sys

import pytest

from tests.config.test_env import SOUND
from tests.guards.tree import ROOT
from tests.services import free_port, wait_for_port

pytestmark = pytest.mark.server
MANIFEST = '{"version": "1.1", "paths": {}}'  # of collected files; no page is shown here


def serve(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *arguments],
        cwd=ROOT,
        env=SOUND | {"DJANGO_SETTINGS_MODULE": "config.settings.production"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"WEB_PROCESSES": "2"}, "house.E006"),
        ({"ALLOWED_HOSTS": "*"}, "house.E005"),
        ({"SITE_URL": "http://qlock.example"}, "house.E007"),
        ({"ALLOWED_HOSTS": "other.example"}, "house.E008"),
        ({"PORT": "eighty"}, "PORT: cannot be read; it must be a whole number."),
    ],
)
def test_what_must_not_run_does_not_start(database_url, tmp_path, environment, said):
    (tmp_path / "staticfiles.json").write_text(MANIFEST)
    stopped = serve(**{"DATABASE_URL": database_url, "STATIC_ROOT": str(tmp_path)} | environment)
    output, _ = stopped.communicate(timeout=60)
    assert stopped.returncode == 1
    assert said in output


def test_style_sheets_that_were_not_collected_are_missed(database_url, tmp_path):
    output, _ = (stopped := serve(DATABASE_URL=database_url, STATIC_ROOT=str(tmp_path))).communicate(timeout=60)
    assert stopped.returncode == 1
    assert output == "CommandError: The style sheets are not collected; run `manage.py collectstatic` first.\n"


def test_a_database_that_does_not_answer_is_said():
    stopped = serve(DATABASE_URL=f"postgres://postgres@127.0.0.1:{free_port()}/house")
    output, _ = stopped.communicate(timeout=60)
    assert stopped.returncode == 1
    assert output == "CommandError: The database does not answer; look at DATABASE_URL and at the server it names.\n"


@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
def test_a_real_house_starts(transactional_db, database_url, server, tmp_path):
    (tmp_path / "staticfiles.json").write_text(MANIFEST)
    port = free_port()
    process = serve("--server", server, "--port", str(port), DATABASE_URL=database_url, STATIC_ROOT=str(tmp_path))
    try:
        wait_for_port(port, process)
        assert _status(port, "/healthz", "qlock.example") == 200
        assert _status(port, "/readyz", "qlock.example") == 200
        assert _status(port, "/", "qlock.example") == 301  # to https
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def _status(port: int, path: str, host: str) -> int:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    asked.request("GET", path, headers={"Host": host})
    status = asked.getresponse().status
    asked.close()
    return status
