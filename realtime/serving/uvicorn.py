"""uvicorn: a protocol class that hands the hub its transport, and a server that says goodbye."""

import asyncio
import signal
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from realtime.hub import current_hub
from realtime.outlet import EXTENSION
from realtime.servers import BACKLOG, LINGER, MESSAGE, PING_EVERY, PING_PATIENCE

CUT_AFTER = 2.0  # seconds a reader has to answer our close


class DirectProtocol(WebSocketsSansIOProtocol):
    """Offers itself as the direct way out; otherwise uvicorn's own."""

    async def run_asgi(self) -> None:
        # With no high-water mark a write goes out at once, and what is left over counts as waiting.
        self.transport.set_write_buffer_limits(high=0)
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[EXTENSION] = self
        await super().run_asgi()

    def write(self, wire: bytes) -> None:
        if not (self.close_sent or self.transport.is_closing()):
            self.transport.write(wire)

    def waiting(self) -> int:
        return self.transport.get_write_buffer_size()

    def close(self, code: int) -> None:
        if self.close_sent or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code})
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:  # the peer's answer to our close wants to be read
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(CUT_AFTER, self.transport.abort)


class Server(uvicorn.Server):
    """Says goodbye before it stops."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        await current_hub().goodbye()
        await super().shutdown(sockets)


def config(application: Any) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        ws=DirectProtocol,
        ws_max_size=MESSAGE,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_EVERY,
        ws_ping_timeout=PING_PATIENCE,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=LINGER,
    )


def run(application: Any, listener: socket.socket) -> None:
    # uvicorn raises the signal again once it has stopped; by then it has done its work.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    asyncio.set_event_loop(None)
    Server(config(application)).run(sockets=[listener])
