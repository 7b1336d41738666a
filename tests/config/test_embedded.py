import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from config import embedded
from tests.guards.tree import ROOT

JOIN = """
import sys
from pathlib import Path
from config import embedded
embedded.LOCAL = Path(sys.argv[1])
print(embedded.start_database("house"), flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("postgresql://postgres:@/postgres?host=/a b/c", "postgres://postgres@%2Fa%20b%2Fc/house"),
        ("postgresql://postgres:@127.0.0.1:5433/postgres", "postgres://postgres@127.0.0.1:5433/house"),
    ],
)
def test_the_address_is_one_django_reads(uri, address):
    assert embedded._address(uri, "house") == address


def test_a_given_database_is_left_alone(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/house")
    monkeypatch.setattr(embedded, "start_database", lambda: pytest.fail("the embedded server was started"))
    embedded.provide_database()
    assert os.environ["DATABASE_URL"] == "postgres://elsewhere/house"


def test_a_deep_tree_keeps_its_sockets_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded, "LOCAL", tmp_path / ("deep" * 30))
    folder = embedded._runtime_folder()
    assert len(str(folder)) < embedded.LONGEST_SOCKET_FOLDER
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "python_PostgresServer").rmdir()
    folder.rmdir()


@pytest.mark.server
def test_the_last_to_leave_stops_the_server(tmp_path):
    """Three join; one is killed and cannot leave; when the other two have left, the server is gone."""
    tmp_path.chmod(0o755)
    people = [_join(tmp_path), _join(tmp_path)]
    killed = _join(tmp_path)
    server = psutil.Process(int((tmp_path / "postgres" / "postmaster.pid").read_text().split("\n")[0]))
    killed.kill()
    killed.communicate()
    people.append(_join(tmp_path))  # whoever joins strikes the dead off the list

    people[0].terminate()  # SIGTERM leaves in order, too
    assert people[0].wait(20) == 128 + 15
    people[1].communicate(b"\n")
    assert server.is_running()
    people[2].communicate(b"\n")
    server.wait(20)
    for person in people:
        person.stdin.close()
        person.stdout.close()


def _join(local: Path) -> "subprocess.Popen[bytes]":
    """A process that has joined the server under `local` and leaves when it is told a line."""
    person = subprocess.Popen(
        [sys.executable, "-c", JOIN, local],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert person.stdout.readline().startswith(b"postgres://")
    return person
