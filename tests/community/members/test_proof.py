"""Who has neither password nor second factor shows by a code from their mailbox that it is still them."""

import time
from http import HTTPStatus

import pytest
from allauth.account import app_settings
from django.core import mail
from django.test import Client

from community.members.models import Member
from tests.community.members.doors import PASSWORD, code_in, last_mail
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
PROOF = "/moi/preuve/"
SENSITIVE = ("/moi/donnees/effacer/", "/comptes/2fa/webauthn/add/", "/comptes/2fa/totp/activate/")


@pytest.fixture
def member(client):
    found = make_member()
    client.force_login(found)
    return found


def code_sent(client):
    client.post(PROOF, {"send": ""})
    return code_in(last_mail())


def is_asked(client, address):
    return PROOF in client.get(address).get("Location", "")


def later(monkeypatch, seconds):
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + seconds)


def test_a_session_alone_opens_nothing_that_matters(client, member):
    assert [is_asked(client, address) for address in SENSITIVE] == [True] * 3
    assert mail.outbox == [], "a visit sends nothing"


def test_the_code_from_ones_own_mailbox_opens_it_and_goes_on(client, member):
    page = client.get(SENSITIVE[0])["Location"]
    assert client.post(page, {"send": ""})["Location"] == page
    assert last_mail().to == [member.email]
    assert client.post(page, {"code": code_in(last_mail())})["Location"] == SENSITIVE[0]
    assert [is_asked(client, address) for address in SENSITIVE] == [False] * 3


def test_after_some_minutes_it_is_asked_again(client, member, monkeypatch):
    client.post(PROOF, {"code": code_sent(client)})
    later(monkeypatch, app_settings.REAUTHENTICATION_TIMEOUT + 1)
    assert is_asked(client, SENSITIVE[0])


def test_who_has_just_signed_in_by_a_code_has_shown_it():
    member, client = make_member(), Client()
    client.post("/comptes/login/code/", {"email": member.email})
    client.post("/comptes/login/code/confirm/", {"code": code_in(last_mail())})
    assert not is_asked(client, SENSITIVE[0])


def test_a_change_of_address_needs_it_too(client, member):
    answer = client.post("/comptes/email/", {"action_add": "", "email": "voleur@test.example"})
    assert PROOF in answer["Location"]
    assert Member.objects.get().email == member.email
    assert mail.outbox == []


@pytest.mark.parametrize("code", ["", "ZZZZ-ZZZZ"])
def test_a_wrong_code_opens_nothing(client, member, code):
    code_sent(client)
    assert client.post(PROOF, {"code": code}).status_code == HTTPStatus.OK
    assert is_asked(client, SENSITIVE[0])


def test_the_third_wrong_one_ends_the_code(client, member):
    code = code_sent(client)
    for _ in range(app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS):
        client.post(PROOF, {"code": "ZZZZ-ZZZZ"})
    assert "plus valable" in client.post(PROOF, {"code": code}, follow=True).content.decode()
    assert is_asked(client, SENSITIVE[0])


def test_a_code_that_was_never_sent_or_is_too_old_or_went_elsewhere(client, member, monkeypatch):
    assert client.post(PROOF, {"code": ""})["Location"] == PROOF
    code = code_sent(client)
    with monkeypatch.context() as tonight:
        later(tonight, app_settings.LOGIN_BY_CODE_TIMEOUT + 1)
        client.post(PROOF, {"code": code})
    code = code_sent(client)
    Member.objects.filter(pk=member.pk).update(email="autre@test.example")
    client.post(PROOF, {"code": code})
    assert is_asked(client, SENSITIVE[0])


def test_anothers_code_is_worth_nothing(client, member):
    other = Client()
    other.force_login(make_member())
    code = code_sent(other)
    code_sent(client)
    client.post(PROOF, {"code": code})
    assert is_asked(client, SENSITIVE[0])


def test_who_has_a_password_types_that(client):
    client.force_login(make_member(password=PASSWORD))
    assert client.get(PROOF)["Location"].startswith("/comptes/reauthenticate/")
    assert client.post(PROOF, {"send": ""}).status_code == HTTPStatus.FOUND
    assert mail.outbox == []


def test_five_codes_an_hour_and_no_more(client, member):
    answers = [client.post(PROOF, {"send": ""}).status_code for _ in range(6)]
    assert answers == [HTTPStatus.FOUND] * 5 + [HTTPStatus.TOO_MANY_REQUESTS]
    assert len(mail.outbox) == 5


def test_it_is_for_who_is_signed_in(client):
    assert client.get(PROOF)["Location"].startswith("/comptes/login/")
