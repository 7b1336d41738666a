"""Mails on a machine of one's own."""

from textwrap import indent
from typing import Any

from django.core.mail.backends.console import EmailBackend


class PrintingBackend(EmailBackend):
    """Django's console, but only what somebody reads: to whom, about what, and the text."""

    def write_message(self, message: Any) -> None:
        text = f"To {', '.join(message.recipients())}: {message.subject}\n\n{indent(message.body.strip(), '  ')}"
        self.stream.write(f"\n{indent(text, '  ')}\n\n")
