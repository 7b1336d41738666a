"""Daphne: a server class that hands the hub its transport, counts bodies as they come in, and says goodbye."""

import asyncio
import signal
import socket
from typing import Any

from daphne.server import Server as DaphneServer  # installs the reactor: before anything else of Twisted

# isort: split
from autobahn.websocket.protocol import WebSocketProtocol as Autobahn
from daphne.http_protocol import WebRequest
from twisted.internet import reactor

from realtime.conf import conf
from realtime.door import LISTENS_ON, refusal
from realtime.hub import current_hub
from realtime.outlet import EXTENSION
from realtime.servers import LINGER, MESSAGE, PING_EVERY, PING_PATIENCE

HANDSHAKE = 20  # seconds
ANSWER = 120  # seconds an application has for a page


class DirectWay:
    """From an encoded frame to the system's socket, past Twisted's buffers while these are empty."""

    __slots__ = ("_protocol",)

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol

    def write(self, wire: bytes) -> None:
        protocol = self._protocol
        if protocol.state != Autobahn.STATE_OPEN:
            return
        transport = protocol.transport
        if protocol.send_queue or _buffered(transport):
            protocol.sendData(wire)
            return
        try:
            sent = transport.socket.send(wire)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # the reactor notices the same and ends the connection
        if sent < len(wire):
            transport.write(wire[sent:])

    def waiting(self) -> int:
        return _buffered(self._protocol.transport)

    def close(self, code: int) -> None:
        """Autobahn cuts the line one second later, if the reader does not answer."""
        self._protocol.sendCloseFrame(code=code)


def _buffered(transport: Any) -> int:
    return len(transport.dataBuffer) - transport.offset + transport._tempDataLen  # noqa: SLF001 -- Twisted has no public name for it


class BoundedRequest(WebRequest):
    """Refuses a body that grows too large while it comes in; Daphne would first store all of it."""

    received = 0

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 -- Twisted's name
        before, self.received = self.received, self.received + len(data)
        if self.received <= conf().body:
            super().handleContentChunk(data)
        elif before <= LISTENS_ON * conf().body < self.received:
            self.refuse()

    def process(self) -> Any:
        """Called when the body is whole: its sender is listening now."""
        if self.received <= conf().body:
            return super().process()
        self.refuse()
        return None

    def refuse(self) -> None:
        kind, page = refusal()
        head = b"HTTP/1.1 413 Content Too Large\r\nContent-Type: %b\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        self.channel.transport.write(head % (kind, len(page)) + page)
        self.channel.loseConnection()


class Server(DaphneServer):
    """Daphne with a direct way out."""

    stopping: asyncio.Task[None] | None = None

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if scope["type"] == "websocket" and hasattr(protocol.transport, "socket"):  # not so behind TLS
            scope["extensions"] = {EXTENSION: DirectWay(protocol)}
        return super().create_application(protocol, scope)

    def prepare(self) -> None:
        """Called when the endpoints are set up: close and stop by our own manners, and bound what comes in."""
        self.ws_factory.failByDrop = False  # what is broken is closed by its code
        build = self.http_factory.buildProtocol

        def build_bounded(address: Any) -> Any:
            protocol = build(address)
            protocol.requestFactory = BoundedRequest
            return protocol

        self.http_factory.buildProtocol = build_bounded
        loop = asyncio.get_event_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.begin_stop)

    def begin_stop(self) -> None:
        if self.stopping is None:
            self.stopping = asyncio.get_event_loop().create_task(self.stop_gently())

    async def stop_gently(self) -> None:
        """Let nobody in, say goodbye, let requests under way end, stop."""
        for listener in self.listeners:
            listener.addCallback(lambda port: port.stopListening())
        await current_hub().goodbye()
        applications = [
            details["application_instance"]
            for details in self.connections.values()
            if "application_instance" in details
        ]
        if applications:
            await asyncio.wait(applications, timeout=LINGER)
        reactor.stop()


def run(application: Any, listener: socket.socket) -> None:
    server = Server(
        application,
        endpoints=[f"fd:fileno={listener.detach()}"],
        signal_handlers=False,
        http_timeout=ANSWER,
        ping_interval=PING_EVERY,
        ping_timeout=PING_PATIENCE,
        websocket_timeout=-1,
        websocket_connect_timeout=HANDSHAKE,
        websocket_max_message_size=MESSAGE,
        websocket_max_frame_size=MESSAGE,
        server_name="",
    )
    server.ready_callable = server.prepare
    server.run()
