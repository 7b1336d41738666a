"""Serving the site by Daphne or uvicorn, each with a direct way for the hub from an encoded frame to the transport."""

import contextlib
import socket
from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal

from realtime import relay
from realtime.lock import hold_web_process

MESSAGE = 65536  # bytes the server takes; the socket itself takes 8 KiB and closes beyond that by its own code
PING_EVERY, PING_PATIENCE = 25, 20  # seconds
LINGER = 5  # seconds that requests under way have at a stop
BACKLOG = 4096

ServerName = Literal["daphne", "uvicorn"]


def serve(application: Any, *, server: ServerName, host: str, port: int, fd: int | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then say `goodbye` to every socket and stop within a few seconds.

    Without Redis it first makes sure that this is the only web process. `fd` is a listening socket to take over.
    """
    lock = contextlib.nullcontext() if relay.is_shared() else hold_web_process()
    # Each server is loaded only where it runs: Daphne's brings Twisted's reactor.
    run: Callable[[Any, socket.socket], None] = import_module(f"realtime.serving.{server}").run
    with lock, _listener(host, port, fd) as listener:
        run(application, listener)


def _listener(host: str, port: int, fd: int | None) -> socket.socket:
    if fd is not None:
        return socket.socket(fileno=fd)
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        raise SystemExit(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
