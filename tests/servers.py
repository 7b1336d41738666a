"""Real server processes on loopback, against the test database; for tests marked `server`.

    with start_server("daphne") as server:
        async with server.connect() as socket: ...

`application` names the ASGI application to carry, `environment` adds variables (`REDIS_URL`, …).
Run as a program this file is that process: `python -m tests.servers daphne config.asgi:application <port> <fd>`.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SITE = "http://testserver"
START = 30.0  # seconds


@dataclass
class Server:
    """A running server process."""

    port: int
    process: subprocess.Popen
    log_file: Path
    name: str = field(default="")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/"

    def connect(self, session: str | None = None, **options: Any) -> "Client":
        """A client of the wire that reads and writes line by line; `options` are those of `websockets.sync.client`."""
        from websockets.sync.client import connect

        return Client(connect(self.address, **(dressed(session) | options)))

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=15)


@contextlib.contextmanager
def start_server(
    server: str,
    application: str = "config.asgi:application",
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Start one server process and wait until it answers; it is ended with the block, its log is shown if it died."""
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        port, fd = listener.getsockname()[1], os.dup(listener.fileno())
    log_file = _log_file(server, port)
    with log_file.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.servers", server, application, str(port), str(fd)],
            cwd=ROOT,
            env=_environment(environment or {}),
            pass_fds=[fd],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    os.close(fd)
    running = Server(port, process, log_file, server)
    try:
        _wait_until_ready(running)
        yield running
    finally:
        _end(process)
        log_file.unlink()


def _log_file(server: str, port: int) -> Path:
    folder = ROOT / ".local" / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{server}-{port}.log"


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    from django.db import connections

    database = connections["default"].settings_dict
    user, host = database["USER"] or "postgres", quote(database["HOST"], safe="")
    password = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    return {
        **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
        "DATABASE_URL": f"postgres://{user}{password}@{host}{port}/{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "SITE_URL": SITE,
        "PYTHONUNBUFFERED": "1",
        **extra,
    }


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + START
    while "ready" not in server.log.splitlines():
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The server did not start:\n{server.log}")
        time.sleep(0.02)


def _end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def sign_in(member: Any) -> str:
    """A session for `member`, as Django's own login makes it; the value of the session cookie."""
    from django.test import Client

    client = Client()
    client.force_login(member)
    return client.session.session_key


def dressed(session: str | None = None, origin: str | None = SITE) -> dict[str, Any]:
    """The options with which a page of ours opens its socket, for either kind of `websockets.connect`."""
    return {
        "origin": origin,
        "subprotocols": ["qommunity.v1"],
        "compression": None,
        "additional_headers": {"Cookie": f"sessionid={session}"} if session else {},
        "proxy": None,
    }


class Client:
    """One socket as a test sees it: frames in order, each with a deadline, never a sleep."""

    def __init__(self, opening: Any) -> None:
        self._opening = opening
        self._asked = 0
        self.connection: Any = None
        self.hello: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self.connection = self._opening.__enter__()
        self.hello = self.read()
        return self

    def __exit__(self, *error: object) -> None:
        self._opening.__exit__(*error)

    def read(self, seconds: float = 5.0) -> dict[str, Any]:
        """The next frame."""
        return json.loads(self.connection.recv(timeout=seconds))

    def read_until(self, seconds: float = 5.0, **wanted: Any) -> dict[str, Any]:
        """The next frame that has these keys and values."""
        deadline = time.monotonic() + seconds
        while True:
            frame = self.read(max(0.01, deadline - time.monotonic()))
            if wanted.items() <= frame.items():
                return frame

    def send(self, **frame: Any) -> None:
        self.connection.send(json.dumps(frame))

    def ask(self, op: str, **keys: Any) -> dict[str, Any]:
        """Send a frame with an id of its own and return the answer, passing over what comes meanwhile."""
        self._asked += 1
        self.send(op=op, id=f"t{self._asked}", **keys)
        return self.read_until(id=f"t{self._asked}")

    def subscribe(self, topic: str, **keys: Any) -> dict[str, Any]:
        return self.ask("subscribe", topic=topic, **keys)

    def close_code(self, seconds: float = 5.0) -> int:
        """Read until the server closes; its code."""
        from websockets.exceptions import ConnectionClosed

        deadline = time.monotonic() + seconds
        try:
            while True:
                self.connection.recv(timeout=max(0.01, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


def main() -> None:
    """The server process itself."""
    import logging
    from importlib import import_module

    import django

    server, application, port, fd = sys.argv[1:]
    django.setup()
    lines = logging.StreamHandler(sys.stdout)
    lines.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s %(code)s", defaults={"code": ""}))
    logging.getLogger("realtime").addHandler(lines)
    logging.getLogger("realtime").setLevel(logging.INFO)
    from realtime.servers import serve

    module, _, name = application.partition(":")
    print("ready", flush=True)
    serve(getattr(import_module(module), name), server=server, host="127.0.0.1", port=int(port), fd=int(fd))


if __name__ == "__main__":
    main()
