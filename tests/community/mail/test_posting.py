"""Mails handed to a real server: what it says of each, and what becomes of the others."""

import socket
import time

import pytest
from django.core.mail import EmailMessage

from community.mail.posting import Posted, post_all
from tests.smtp import DISTRUSTED, FULL, UNKNOWN, running_postman

TAKEN, LATER, NOBODY = Posted.TAKEN, Posted.LATER, Posted.NOBODY


def mails(*addresses):
    return [EmailMessage("Un avis", "Voilà.", "house@test.example", [address]) for address in addresses]


def test_many_go_over_one_connection(settings):
    with running_postman(settings) as postman:
        assert list(post_all(mails("a@b.example", "c@d.example", "e@f.example"))) == [TAKEN] * 3
    assert [mail["to"] for mail in postman.mails] == ["a@b.example", "c@d.example", "e@f.example"]
    assert postman.lines == 1


@pytest.mark.parametrize(("reply", "posted"), [(FULL, LATER), (UNKNOWN, NOBODY), (DISTRUSTED, LATER)])
def test_what_is_refused_stops_no_other(settings, reply, posted):
    with running_postman(settings, replies={"c@d.example": reply}) as postman:
        assert list(post_all(mails("a@b.example", "c@d.example", "e@f.example"))) == [TAKEN, posted, TAKEN]
    assert (len(postman.mails), postman.lines) == (2, 1)


@pytest.mark.parametrize("reply", ["451 4.3.0 Not now", "554 5.6.0 Not this one"])
def test_a_mail_that_is_refused_says_nothing_of_the_mailbox(settings, reply):
    with running_postman(settings, data=reply):
        assert list(post_all(mails("a@b.example", "c@d.example"))) == [LATER, LATER]


def test_after_one_lost_connection_another_is_opened(settings):
    with running_postman(settings, drops=1) as postman:
        assert list(post_all(mails("a@b.example", "c@d.example"))) == [LATER, TAKEN]
    assert (len(postman.mails), postman.lines) == (2, 2)


def test_a_server_that_hangs_up_twice_is_left_alone(settings):
    with running_postman(settings, drops=9) as postman:
        assert list(post_all(mails(*["a@b.example"] * 5))) == [LATER] * 5
    assert postman.lines == 2


def test_a_silent_server_keeps_nobody_longer_than_twice_the_timeout(settings):
    settings.EMAIL_TIMEOUT = 0.3
    with running_postman(settings, stalls=0.8):
        begun = time.monotonic()
        assert list(post_all(mails(*["a@b.example"] * 50))) == [LATER] * 50
        assert time.monotonic() - begun < 2


def test_a_server_that_is_not_there_gets_two_tries(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        assert list(post_all(mails(*["a@b.example"] * 3))) == [LATER] * 3


def test_ten_seconds_are_the_houses_timeout(settings):
    assert settings.EMAIL_TIMEOUT == 10
