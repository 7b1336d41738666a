"""The whole ASGI application: the door, behind it the pages and the socket."""

from realtime import socket
from realtime.door import App, Receive, Scope, Send, door

PATH = "/ws/"


def application(pages: App) -> App:
    """`pages` is Django's own ASGI application; the socket stands at `/ws/` and nowhere else."""

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await pages(scope, receive, send)
            case "websocket" if scope["path"] == PATH:
                await socket.application(scope, receive, send)
            case "websocket":
                await receive()
                await send({"type": "websocket.close"})  # before the accept this is a 403

    return door(route)
