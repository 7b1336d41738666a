"""Letters: a mail as text and as HTML, from one template, in its reader's language and by their clock.

A letter's template extends `layout`, which is `mail/subject.txt`, `mail/base.txt` and `mail/base.html` in turn. It says
its words once, in the blocks `subject`, `preheader`, `content` and `why`; the tags of `{% load letters %}` set them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.utils import timezone, translation
from django.utils.functional import Promise

from community.mail.look import LOOK

LONGEST_SUBJECT = 140
# A line break in a header would begin another one. Overrides of direction would turn the reader's list around.
_NOT_IN_A_HEADER = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Addressee(Protocol):
    """Whom a letter can be written to; a member is one."""

    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def zone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reader:
    """An addressee without an account, or at another address than the account's."""

    email: str
    language: str
    zone: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's words: `template` is its name under `templates/mail/`, without the ending.

    `subject` is what the template's own block `subject` says where it has none; a lazy text is read in the reader's
    language.
    """

    subject: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


class Mail(EmailMultiAlternatives):
    """A mail whose headers stay on the line of their name: simple readers of `List-Unsubscribe` look nowhere else."""

    def message(self, **options: Any) -> Any:
        message = super().message(**options)
        message.policy = message.policy.clone(max_line_length=998)  # the most of RFC 5322; 78 is its wish
        return message


def send_letter(
    to: Addressee | str, letter: Letter, *, headers: Mapping[str, str] | None = None, message_id: str = ""
) -> None:
    """Write a letter and send it now, by a connection of its own. A server that refuses it is raised."""
    write_letter(to, letter, headers=headers, message_id=message_id).send()


def write_letter(
    to: Addressee | str, letter: Letter, *, headers: Mapping[str, str] | None = None, message_id: str = ""
) -> EmailMultiAlternatives:
    """The mail to a member, or to an address of which we know neither language nor zone: those of the page then.

    `message_id` is the key that repetitions of the same mail share; without it the mail gets one of its own.
    """
    reader = _stranger(to) if isinstance(to, str) else to
    with translation.override(reader.language or settings.LANGUAGE_CODE), timezone.override(_clock_of(reader)):
        words = {**LOOK, "site": settings.SITE_URL, "host": urlsplit(settings.SITE_URL).netloc, **letter.context}
        words["subject"] = subject_line(_set(letter.template, "subject.txt", words | {"subject": letter.subject}))
        mail = Mail(
            subject=words["subject"],
            body=re.sub(r"\n{3,}", "\n\n", _set(letter.template, "base.txt", words)) + "\n",
            to=[reader.email],
            headers={"Message-ID": message_id_of(message_id or uuid4().hex), "Auto-Submitted": "auto-generated"}
            | dict(headers or {}),
        )
        mail.attach_alternative(_set(letter.template, "base.html", words), "text/html")
    return mail


def subject_line(words: str) -> str:
    """One line that can be a header: no control characters, and cut where no list of mails shows it any more."""
    line = _NOT_IN_A_HEADER.sub(" ", _TURNS.sub("", words)).strip()
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def message_id_of(key: str) -> str:
    """The name of a mail in the world: the key at our host."""
    return f"<{key}@{urlsplit(settings.SITE_URL).hostname}>"


def _stranger(address: str) -> Reader:
    """Somebody of whom we know no more than how the page speaks to them."""
    return Reader(address, translation.get_language() or settings.LANGUAGE_CODE, timezone.get_current_timezone_name())


def _clock_of(reader: Addressee) -> ZoneInfo:
    """The reader's zone; the house's where this machine does not know theirs any more."""
    try:
        return ZoneInfo(reader.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def _set(template: str, layout: str, words: Mapping[str, Any]) -> str:
    """The template in one of the layouts; only HTML is escaped."""
    context = Context({**words, "layout": f"mail/{layout}"}, autoescape=layout.endswith(".html"))
    return Engine.get_default().get_template(f"mail/{template}.html").render(context).strip()
