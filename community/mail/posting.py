"""Mails on their way: many over one connection, and what the server said of each."""

import re
import smtplib
from collections.abc import Generator, Iterable
from contextlib import suppress
from enum import StrEnum
from typing import Any

from django.core.mail import EmailMessage, get_connection

MOST_LOST = 2  # connections in a row; then the server is left alone
# 5.7.x is said of who sends (no SPF, on a list), with whoever it goes to: that is ours to mend, not theirs.
_OF_THE_SENDER = re.compile(rb"5\.7\.\d")


class Posted(StrEnum):
    """What the server said."""

    TAKEN = "taken"
    LATER = "later"  # not now, or not this mail, or nothing at all
    NOBODY = "nobody"  # there is no such mailbox, for good


def post_all(mails: Iterable[EmailMessage]) -> Generator[Posted, None, None]:
    """Hand mails to the server in their order; answers of each as soon as it is known.

    A connection that is lost is opened once more for the next mail; a server that loses two in a row, or is not there,
    gets nothing more this time. Nothing waits longer than `EMAIL_TIMEOUT`.
    """
    line, lost = get_connection(), 0
    try:
        for mail in mails:
            if lost == MOST_LOST:
                yield Posted.LATER
                continue
            try:
                posted, lost = _hand_over(line, mail), 0
            except OSError:
                posted, lost = Posted.LATER, lost + 1
                _hang_up(line)
            yield posted
    finally:
        _hang_up(line)


def _hang_up(line: Any) -> None:
    with suppress(OSError):  # a server that is gone need not hear our goodbye
        line.close()


def _hand_over(line: Any, mail: EmailMessage) -> Posted:
    """Send one mail, opening the line where it is not; raises `OSError` (smtplib's are such) when it is of no use."""
    line.open()
    try:
        line.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as refused:
        return Posted.NOBODY if all(map(_is_for_good, refused.recipients.values())) else Posted.LATER
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
        return Posted.LATER
    return Posted.TAKEN


def _is_for_good(said: tuple[int, bytes]) -> bool:
    code, words = said
    return 500 <= code < 600 and not _OF_THE_SENDER.search(words)
