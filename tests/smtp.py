"""A mail server of our own, for what a real one may do: take, refuse for now or for good, say nothing, hang up."""

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.services import free_port

FULL = "452 4.2.2 Mailbox full"
UNKNOWN = "550 5.1.1 No such mailbox"
DISTRUSTED = "550 5.7.1 Your SPF says otherwise"


@dataclass
class Postman:
    """What the server does: `replies` to recipients and `data` to whole mails, each given instead of “250 OK”.

    `drops` is how many mails it takes and then hangs up without a word; `stalls` is how long it keeps silent then.
    """

    replies: dict[str, str] = field(default_factory=dict)
    data: str = ""
    drops: int = 0
    stalls: float = 0.0
    mails: list[EmailMessage] = field(default_factory=list)
    lines: int = 0  # connections that were opened

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 -- aiosmtpd's name
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd's name
        if reply := self.replies.get(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        if self.data:
            return self.data
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.stalls:
            await asyncio.sleep(self.stalls)
        if self.drops:
            self.drops -= 1
            server.transport.abort()
        return "250 OK"


class _Server(Controller):
    """aiosmtpd's, which leaves no line open when it ends."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = []

    def factory(self):
        line = SMTP(self.handler, enable_SMTPUTF8=True)
        self.lines.append(line)
        return line

    def hang_up(self):
        for line in self.lines:
            if line.transport:
                line.transport.abort()


@contextmanager
def running_postman(settings, **behaviour):
    """A server that Django's SMTP backend is told to use; yields what it does and what it got."""
    postman = Postman(**behaviour)
    server = _Server(postman, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    try:
        yield postman
    finally:
        server.loop.call_soon_threadsafe(server.hang_up)
        server.stop()
