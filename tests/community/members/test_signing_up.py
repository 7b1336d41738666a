from unittest.mock import Mock

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client

from community.members.forms import SignupForm
from community.members.models import Member
from community.members.rules import is_confirmed
from tests.community.members.doors import PASSWORD, code_in, last_mail, member_id_of, sign_in, sign_up
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
CODE_PAGE = "/comptes/confirm-email/"


def test_a_sign_up_is_confirmed_by_the_code_and_signs_in(client):
    response = sign_up(client, "Ada@Test.example", "Ada")
    assert response["Location"] == CODE_PAGE
    assert member_id_of(client) is None
    member = Member.objects.get()
    assert (member.email, member.handle) == ("ada@test.example", "ada")
    assert not is_confirmed(member)
    response = client.post(CODE_PAGE, {"code": code_in(last_mail())})
    assert response["Location"] == "/"
    assert member_id_of(client) == member.pk
    assert is_confirmed(member)


def test_a_sign_up_without_password_signs_in_by_code(client):
    sign_up(client, password="")
    client.post(CODE_PAGE, {"code": code_in(last_mail())})
    member = Member.objects.get()
    assert member_id_of(client) == member.pk
    assert not member.has_usable_password()
    client.logout()
    client.post("/comptes/login/code/", {"email": member.email})
    client.post("/comptes/login/code/confirm/", {"code": code_in(last_mail())})
    assert member_id_of(client) == member.pk


def test_a_wrong_code_confirms_nothing_and_the_third_ends_it(client):
    sign_up(client)
    for _ in range(2):
        assert client.post(CODE_PAGE, {"code": "ZZZZ-ZZZZ"}).status_code == 200
    assert client.post(CODE_PAGE, {"code": "ZZZZ-ZZZZ"})["Location"] == "/comptes/login/"
    client.post(CODE_PAGE, {"code": code_in(last_mail())})
    assert member_id_of(client) is None
    assert not is_confirmed(Member.objects.get())


def test_an_unconfirmed_member_signs_in_and_is_told(client):
    sign_up(Client())
    cache.clear()  # allauth waits ten seconds between two codes for one address
    mail.outbox.clear()
    member = Member.objects.get()
    sign_in(client, member.email)
    assert member_id_of(client) == member.pk
    assert mail.outbox == []
    page = client.get("/moi/").content.decode()
    assert "Ton adresse n’est pas encore confirmée" in page
    assert "action_send" in page


def test_an_unconfirmed_member_asks_for_a_code_and_confirms(client):
    member = make_member(confirmed=False, password=PASSWORD)
    sign_in(client, member.email)
    response = client.post("/comptes/email/", {"action_send": "", "email": member.email})
    assert response["Location"] == CODE_PAGE
    client.post(CODE_PAGE, {"code": code_in(last_mail())})
    assert is_confirmed(member)


def test_the_code_page_sends_another_code(client):
    sign_up(client)
    first = code_in(last_mail())
    cache.clear()
    client.post(CODE_PAGE, {"action": "resend"})
    assert len(mail.outbox) == 2
    second = code_in(last_mail())
    assert second != first
    client.post(CODE_PAGE, {"code": second})
    assert is_confirmed(Member.objects.get())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"handle": "qlock"}, "réservé"),
        ({"handle": "a"}, "3 à 30"),
        ({"handle": "deux mots"}, "minuscules"),
        ({"handle": "TAKEN"}, "déjà pris"),
        ({"email": "pas une adresse"}, "Écris une adresse e-mail complète"),
        ({"password": "court"}, "10"),
        ({"password": "1234567890"}, "courant"),
        ({"password": "ada@test.example"}, "semblable"),
    ],
)
def test_a_refused_sign_up_makes_nobody_and_sends_nothing(client, fields, words):
    make_member(handle="taken")
    response = sign_up(client, **fields)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert Member.objects.count() == 1
    assert mail.outbox == []


@pytest.fixture
def rival(monkeypatch):
    """Somebody who is sooner: their sign-up lands between the check of another one and its saving."""

    def lands_first(**fields):
        def clean(form):
            cleaned = check(form)
            if not Member.objects.exists():
                make_member(**fields)
            return cleaned

        check = SignupForm.clean
        monkeypatch.setattr(SignupForm, "clean", clean)

    return lands_first


def test_a_handle_taken_meanwhile_is_refused_like_any_taken_one(client, rival):
    rival(handle="ada", email="rivale@test.example")
    response = sign_up(client)
    assert response.status_code == 200
    assert "déjà pris" in response.content.decode()
    assert 'value="ada@test.example"' in response.content.decode()
    assert Member.objects.get().email == "rivale@test.example"
    assert mail.outbox == []


@pytest.mark.parametrize("password", [PASSWORD, ""])
def test_an_address_taken_meanwhile_is_answered_like_any_other(client, rival, password):
    rival(handle="rivale", email="ada@test.example")
    meanwhile = sign_up(client, password=password)
    cache.clear()
    known = sign_up(Client(), password=password)
    assert meanwhile.status_code == known.status_code == 302
    assert meanwhile["Location"] == known["Location"] == CODE_PAGE
    first, second = mail.outbox
    assert (first.subject, first.body, first.to) == (second.subject, second.body, second.to)
    assert Member.objects.get().handle == "rivale"


def test_a_member_whose_address_cannot_be_kept_is_not_kept_either(client, monkeypatch):
    monkeypatch.setattr(EmailAddress, "save", Mock(side_effect=DatabaseError))
    with pytest.raises(DatabaseError):
        sign_up(client)
    assert not Member.objects.exists()


def test_the_language_of_the_page_becomes_the_members(client):
    sign_up(client, prefix="/de")
    member = Member.objects.get()
    assert member.language == "de"
    response = client.post("/de" + CODE_PAGE, {"code": code_in(last_mail())})
    assert response["Location"] == "/de/"


def test_the_code_of_a_stranger_opens_nothing(client):
    """Who signed up elsewhere with my address cannot be confirmed by me, nor I by their code."""
    stranger = Client()
    sign_up(stranger)
    code = code_in(last_mail())
    response = client.post(CODE_PAGE, {"code": code})
    assert response["Location"] == "/comptes/login/"
    assert not is_confirmed(Member.objects.get())


def test_a_sign_in_code_forgets_the_password_of_who_registered_the_address(client):
    """Somebody registers my address; when I come in by a code, their password and their session are worth nothing."""
    stranger = Client()
    member = make_member(confirmed=False, password=PASSWORD)
    sign_in(stranger, member.email)
    assert member_id_of(stranger) == member.pk
    client.post("/comptes/login/code/", {"email": member.email})
    client.post("/comptes/login/code/confirm/", {"code": code_in(last_mail())})
    assert client.get("/moi/").status_code == 200
    assert is_confirmed(member)
    assert stranger.get("/moi/").status_code == 302
    sign_in(stranger, member.email)
    assert stranger.get("/moi/").status_code == 302


def test_a_sign_in_code_leaves_a_confirmed_members_password_alone(client):
    member = make_member(password=PASSWORD)
    client.post("/comptes/login/code/", {"email": member.email})
    client.post("/comptes/login/code/confirm/", {"code": code_in(last_mail())})
    assert Member.objects.get().has_usable_password()


def told(client):
    """What the next page says to who comes to it."""
    return [str(message) for message in client.get("/drops/").context["messages"]]


def test_a_confirmed_address_is_greeted_once(client):
    sign_up(client)
    client.get("/drops/")
    client.post("/comptes/confirm-email/", {"code": code_in(last_mail())})
    assert told(client) == ["Bonjour ada. Ton adresse est confirmée."]


def test_who_was_here_already_is_not_greeted(client):
    member = make_member(confirmed=False, password=PASSWORD)
    sign_in(client, member.email)
    client.post("/comptes/email/", {"action_send": "", "email": member.email})
    client.get("/drops/")
    client.post("/comptes/confirm-email/", {"code": code_in(last_mail())})
    assert told(client) == ["Ton adresse est confirmée."]
