"""Nobody learns from our answers whether an address has an account: known and unknown look alike, mail for mail."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from tests.community.members.doors import PASSWORD, sign_up
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
UNKNOWN = "personne@test.example"


def ask_for_a_code(client, email):
    return client.post("/comptes/login/code/", {"email": email})


def ask_for_a_reset(client, email):
    return client.post("/comptes/password/reset/", {"email": email})


def register(client, email):
    return sign_up(client, email, "nouvelle")


def register_without_password(client, email):
    return sign_up(client, email, "nouvelle", password="")


def sign_in_wrongly(client, email):
    return client.post("/comptes/login/", {"login": email, "password": "pas le bon mot"})


def what_is_seen(act, email):
    """Each status, address and page on the way, without what differs every time; and how many mails went where."""
    mail.outbox.clear()
    client = Client()
    response = act(client, email)
    seen = []
    while True:
        page = response.content.decode().replace(email, "…")
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        page = re.sub(r"<code>[0-9a-f]+</code>", "", page)
        seen.append((response.status_code, response.get("Location"), page, sorted(response.cookies)))
        if "Location" not in response:
            return seen, len(mail.outbox), [message.to == [email] for message in mail.outbox]
        response = client.get(response["Location"])


@pytest.mark.parametrize(
    ("act", "mails"),
    [
        (register, 1),
        (register_without_password, 1),
        (ask_for_a_code, 1),
        (ask_for_a_reset, 1),
        (sign_in_wrongly, 0),
    ],
)
@pytest.mark.parametrize("confirmed", [True, False])
def test_known_and_unknown_look_alike(act, mails, confirmed):
    known = make_member(confirmed=confirmed, password=PASSWORD).email
    for_known, for_unknown = what_is_seen(act, known), what_is_seen(act, UNKNOWN)
    assert for_known == for_unknown
    assert for_known[1:] == (mails, [True] * mails)


@pytest.mark.parametrize(
    ("act", "page"), [(register, "/comptes/confirm-email/"), (ask_for_a_code, "/comptes/login/code/confirm/")]
)
def test_a_wrong_code_is_refused_alike(act, page):
    known = make_member(password=PASSWORD).email

    def answers(email):
        client = Client()
        act(client, email)
        return [(response.status_code, response.get("Location")) for response in _guesses(client, page)]

    assert answers(known) == answers(UNKNOWN)


def _guesses(client, page):
    return [client.post(page, {"code": "ZZZZ-ZZZZ"}) for _ in range(4)]


class CountingHasher(MD5PasswordHasher):
    made = 0

    def encode(self, password, salt):
        CountingHasher.made += 1
        return super().encode(password, salt)


def test_a_handle_tells_as_little_as_an_address():
    known = make_member(handle="ada", password=PASSWORD).handle
    assert what_is_seen(sign_in_wrongly, known) == what_is_seen(sign_in_wrongly, "personne-ici")


@pytest.mark.parametrize("known", ["ada", "ada@test.example"])
def test_a_wrong_password_is_hashed_as_often_for_who_is_known(settings, known):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    make_member(email="ada@test.example", handle="ada", password=PASSWORD)

    assert hashes(known) == hashes("personne-ici") == hashes(UNKNOWN) == 1


@pytest.mark.parametrize("login", ["ada", "ada@test.example"])
@pytest.mark.parametrize("state", ["without a password", "closed", "unconfirmed"])
def test_whatever_became_of_the_account(settings, login, state):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    fields = {"password": PASSWORD} if state != "without a password" else {}
    fields |= {"is_active": False} if state == "closed" else {}
    make_member(email="ada@test.example", handle="ada", confirmed=state != "unconfirmed", **fields)
    assert hashes(login) == 1


def hashes(login):
    """How many passwords a sign-in that fails costs: it is what a clock would see."""
    before = CountingHasher.made
    sign_in_wrongly(Client(), login)
    return CountingHasher.made - before


@pytest.mark.parametrize("act", [register, register_without_password, sign_in_wrongly])
def test_the_slow_part_of_the_work_is_done_alike(settings, act):
    """Hashing a password takes longer than all the rest; a clock must not tell what the page does not."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    known = make_member(password=PASSWORD).email

    def made_for(email):
        before = CountingHasher.made
        act(Client(), email)
        return CountingHasher.made - before

    assert made_for(known) == made_for(UNKNOWN)


def test_a_change_of_address_tells_nothing_either(client):
    member, other = make_member(password=PASSWORD), make_member()

    def answer(email):
        mail.outbox.clear()
        client = Client()
        client.post("/comptes/login/", {"login": member.email, "password": PASSWORD})
        client.post("/comptes/reauthenticate/", {"password": PASSWORD})
        response = client.post("/comptes/email/", {"action_add": "", "email": email})
        return response.status_code, response["Location"], len(mail.outbox)

    assert answer(other.email) == answer(UNKNOWN)
