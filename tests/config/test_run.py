"""`make run` from its command on: what it says, what it starts, and that nothing of it stays behind."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.core.management.base import CommandError

from config.management.commands import run
from tests.guards.tree import ROOT
from tests.services import free_port


def test_a_busy_port_is_said_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"^Port {port} is taken; choose another one: make run PORT={port + 1}$"):
            run._listen(port)


def test_the_demo_accounts_are_named_with_what_they_may():
    assert any(line.split() == ["membre@demo.example", "member"] for line in run._accounts())


def test_no_opening(db):
    assert run._next_opening() == "No drop is coming."


@pytest.fixture
def house(transactional_db, database_url, tmp_path):
    """Return a function that starts `manage.py run` on the test database and waits until it has greeted."""
    started = []

    def start() -> "tuple[subprocess.Popen[bytes], Path]":
        others = {"SITE_URL", "REDIS_URL", "EMAIL_URL", "DEBUG"}
        environment = {name: value for name, value in os.environ.items() if name not in others}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.local", "DATABASE_URL": database_url}
        environment |= {"PORT": str(free_port()), "DEMO": "0"}
        said = tmp_path / "said"
        with said.open("wb") as output:
            command = [sys.executable, "manage.py", "run"]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        started.append(process)
        _wait_for(process, said, "Ctrl-C ends it.")
        return process, said

    yield start
    for process in started:
        process.kill()
        process.wait()


def _wait_for(process, said: Path, line: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while line not in said.read_text():
        assert process.poll() is None, f"It ended, having said: {said.read_text()}"
        assert time.monotonic() < deadline, f"It only said: {said.read_text()}"
        time.sleep(0.1)


@pytest.mark.server
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_greets_and_ends_all_it_started(house, number):
    process, said = house()
    assert "http://localhost:" in said.read_text()
    assert "Mails are printed here." in said.read_text()
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    assert "Good night." in said.read_text()
    assert "Traceback" not in said.read_text()
    _, alive = psutil.wait_procs(children, timeout=1)
    assert not alive


@pytest.mark.server
def test_what_is_not_there_is_said_on_our_own_page_and_files_are_served(house):
    _, said = house()
    site = re.search(r"http://localhost:(\d+)", said.read_text())
    assert site
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", int(site[1]), timeout=20)) as asked:
        for path, words in [("/", "rien à cette adresse"), ("/de/", "An dieser Adresse"), ("/en/", "at this address")]:
            asked.request("GET", f"{path}nulle-part/")
            answer = asked.getresponse()
            assert answer.status == 404
            assert words in answer.read().decode()
        asked.request("GET", "/static/css/app.css")
        assert asked.getresponse().status == 200


@pytest.mark.server
def test_a_server_that_dies_is_said(house):
    process, said = house()
    (server,) = [child for child in psutil.Process(process.pid).children() if "serve" in child.cmdline()]
    server.kill()
    assert process.wait(timeout=20) == 1
    assert "The server ended by itself" in said.read_text()


@pytest.mark.server
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_killed_it_leaves_nobody_behind(house):
    process, _ = house()
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
