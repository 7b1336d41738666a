"""A letter: one template, a text and an HTML part, in its reader's words and hours; no stranger writes its headers."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from community.mail.letters import LONGEST_SUBJECT, Letter, Reader, send_letter, subject_line, write_letter
from community.mail.look import DAY, NIGHT
from config.tokens import colours
from tests.look.colour import contrast, hexadecimal

READER = Reader("ada@test.example", "fr", "Europe/Zurich")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SUSPENDED = Letter("", "moderation/suspended", {"until": NOON, "reason": "Trop <b>fort</b> & trop\nsouvent"})


def parts(message):
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return message.body, html


@pytest.mark.parametrize("name", DAY)
def test_its_colours_are_those_of_the_house(name):
    pair = colours()[name.replace("_", "-")]
    assert (DAY[name], NIGHT[name]) == (hexadecimal(pair.light), hexadecimal(pair.dark))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_on_a_button_can_be_read(scheme):
    steel, on_steel = (getattr(colours()[name], scheme) for name in ("steel", "on-steel"))
    assert contrast(steel, on_steel) >= 4.5


def test_the_text_says_what_the_html_says_and_only_the_html_is_escaped():
    text, html = parts(write_letter(READER, SUSPENDED))
    assert "Motif\xa0: Trop <b>fort</b> & trop souvent\n\n" in text
    assert "Motif\xa0: Trop &lt;b&gt;fort&lt;/b&gt; &amp; trop souvent</p>" in html
    assert "\n\n\n" not in text


@pytest.mark.parametrize(
    ("zone", "shown"), [("Europe/Zurich", "13:00"), ("Pacific/Auckland", "01:00"), ("Mars/Olympus", "13:00")]
)
def test_its_hours_are_the_readers_or_the_houses_if_this_machine_does_not_know_them(zone, shown):
    text, html = parts(write_letter(Reader("ada@test.example", "fr", zone), SUSPENDED))
    assert shown in text
    assert shown in html


def test_its_language_is_the_readers_and_the_pages_stays_what_it_is():
    with translation.override("en"), timezone.override("UTC"):
        _text, html = parts(write_letter(Reader("ada@test.example", "de", "Europe/Zurich"), SUSPENDED))
        assert (translation.get_language(), timezone.get_current_timezone_name()) == ("en", "UTC")
    assert '<html lang="de">' in html


def test_to_an_address_it_speaks_as_the_page():
    with translation.override("de"):
        _text, html = parts(write_letter("ada@test.example", SUSPENDED))
    assert '<html lang="de">' in html


def test_a_subject_may_be_given_and_is_read_in_the_readers_language():
    letter = Letter(gettext_lazy("français"), "moderation/message")
    assert write_letter(Reader("ada@test.example", "de", "Europe/Zurich"), letter).subject == "Französisch"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Un\r\nBcc: eve@evil.example", "Un Bcc: eve@evil.example"),
        ("Un\u2028deux\x00trois\x85quatre", "Un deux trois quatre"),
        ("\u202eeno", "eno"),
        ("« deux\xa0»", "« deux\xa0»"),
        ("x" * LONGEST_SUBJECT, "x" * LONGEST_SUBJECT),
        ("x" * (LONGEST_SUBJECT + 1), "x" * (LONGEST_SUBJECT - 1) + "…"),
    ],
)
def test_a_subject_is_one_line(words, line):
    assert subject_line(words) == line


def test_no_word_of_a_stranger_becomes_a_header(settings):
    evil = "Salut\r\nBcc: eve@evil.example\r\n\r\n<script>"
    send_letter(READER, Letter(evil, "moderation/suspended", {"until": None, "reason": evil}))
    send_letter(READER, Letter(evil, "moderation/message"))
    for message in mail.outbox:
        read = message_from_bytes(message.message().as_bytes(), policy=policy.default)
        assert (read["bcc"], read["to"], read.get_content_type()) == (None, READER.email, "multipart/alternative")
        assert message.recipients() == [READER.email]
    assert mail.outbox[1].subject == "Salut Bcc: eve@evil.example <script>"


def test_its_name_is_the_key_at_our_host(settings):
    settings.SITE_URL = "https://qlock.example:8443"
    message = write_letter(READER, SUSPENDED, message_id="0123abcd").message()
    assert message["Message-ID"] == "<0123abcd@qlock.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    again, other = (write_letter(READER, SUSPENDED).message()["Message-ID"] for _ in range(2))
    assert again != other


class Outside(HTMLParser):
    """Collects what a mail would fetch, run or ask for."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"script", "img", "link", "iframe", "form", "object", "video", "audio", "base"}:
            self.found.append(tag)
        self.found += [name for name in given if name in {"src", "srcset", "background"} or name.startswith("on")]
        self.found += [tag for value in given.values() if "url(" in (value or "")]


def test_it_fetches_nothing_and_knows_night():
    _text, html = parts(write_letter(READER, SUSPENDED))
    outside = Outside()
    outside.feed(html)
    assert outside.found == []
    assert not {"url(", "@import", "@font-face"} & set(html.split())
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert NIGHT["enamel"] in html
    assert len(html) < 50_000  # from 102 KB on, Gmail cuts
