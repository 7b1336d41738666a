import pytest
from django.core import mail
from django.test import Client

from community.members.actions import update_profile
from community.members.models import Member
from community.members.rules import is_confirmed
from tests.community.members.doors import PASSWORD, code_in, last_mail, link_in, member_id_of, sign_in
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_the_fields_are_login_and_password(client):
    member = make_member(password=PASSWORD)
    response = sign_in(client, member.email.upper())
    assert response["Location"] == "/"
    assert member_id_of(client) == member.pk


def test_one_goes_where_one_wanted_in_ones_own_language(client):
    member = make_member(password=PASSWORD, language="de")
    data = {"login": member.email, "password": PASSWORD, "next": "/moi/?a=1"}
    assert client.post("/comptes/login/", data)["Location"] == "/de/moi/?a=1"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(client, target):
    member = make_member(password=PASSWORD)
    data = {"login": member.email, "password": PASSWORD, "next": target}
    assert client.post("/comptes/login/", data)["Location"] == "/"


def test_signing_out_needs_a_post(client):
    member = make_member()
    client.force_login(member)
    assert client.get("/comptes/logout/").status_code == 200
    assert member_id_of(client) == member.pk
    client.post("/comptes/logout/")
    assert member_id_of(client) is None


def test_a_forgotten_password_is_replaced_by_the_link_once(client):
    member = make_member(password=PASSWORD)
    client.post("/comptes/password/reset/", {"email": member.email})
    link = link_in(last_mail())
    form = client.get(link)["Location"]
    assert "set-password" in form
    new = "autre-heure-autre"
    client.post(form, {"password1": new, "password2": new})
    assert Member.objects.get().check_password(new)
    assert member_id_of(client) == member.pk
    client.logout()
    assert "Ce lien ne marche plus" in client.get(link).content.decode()


def test_a_reset_ends_the_other_sessions(client):
    member = make_member(password=PASSWORD)
    other = Client()
    other.force_login(member)
    client.post("/comptes/password/reset/", {"email": member.email})
    form = client.get(link_in(last_mail()))["Location"]
    client.post(form, {"password1": "autre-heure-autre", "password2": "autre-heure-autre"})
    assert other.get("/moi/").status_code == 302


def test_changing_the_password_asks_for_the_old_one_and_ends_the_other_sessions(client):
    member, new = make_member(password=PASSWORD), "autre-heure-autre"
    other = Client()
    other.force_login(member)
    client.force_login(member)
    fields = {"oldpassword": "pas le bon", "password1": new, "password2": new}
    assert client.post("/comptes/password/change/", fields).status_code == 200
    assert Member.objects.get().check_password(PASSWORD)
    client.post("/comptes/password/change/", fields | {"oldpassword": PASSWORD})
    assert Member.objects.get().check_password(new)
    assert client.get("/moi/").status_code == 200
    assert other.get("/moi/").status_code == 302
    assert mail.outbox[-1].to == [member.email]


def test_a_new_address_holds_only_once_its_code_is_typed(client):
    member = make_member(password=PASSWORD)
    old = member.email
    sign_in(client, old)
    response = client.post("/comptes/email/", {"action_add": "", "email": "neuve@test.example"})
    assert "/comptes/reauthenticate/" in response["Location"]
    response = client.post(response["Location"], {"password": PASSWORD})  # which takes up what was asked
    assert response["Location"] == "/comptes/confirm-email/"
    assert Member.objects.get().email == old
    code = next(message for message in mail.outbox if message.to == ["neuve@test.example"])
    client.post("/comptes/confirm-email/", {"code": code_in(code)})
    member = Member.objects.get()
    assert member.email == "neuve@test.example"
    assert is_confirmed(member)
    assert [message.to for message in mail.outbox][-1] == [old]


def test_an_address_that_another_account_holds_cannot_be_taken(client):
    member, other = make_member(password=PASSWORD), make_member(confirmed=False)
    sign_in(client, member.email)
    client.post("/comptes/reauthenticate/", {"password": PASSWORD})
    client.post("/comptes/email/", {"action_add": "", "email": other.email})
    code = next(message for message in mail.outbox if message.to == [other.email])
    client.post("/comptes/confirm-email/", {"code": code_in(code)})
    assert Member.objects.get(pk=member.pk).email == member.email
    assert not is_confirmed(other)


def change_address(client, new, password=PASSWORD):
    """Ask for another address; who one is has been shown."""
    client.post("/comptes/reauthenticate/", {"password": password})
    return client.post("/comptes/email/", {"action_add": "", "email": new})


def test_the_address_before_signs_in_until_the_new_one_is_confirmed(client):
    member = make_member(password=PASSWORD)
    old, new = member.email, "neuve@test.example"
    sign_in(client, old)
    change_address(client, new)
    mails = {message.to[0]: message for message in mail.outbox}
    for email, who in ((old, member.pk), (new, None)):
        elsewhere = Client()
        sign_in(elsewhere, email)
        assert member_id_of(elsewhere) == who
    client.post("/comptes/confirm-email/", {"code": code_in(mails[new])})
    for email, who in ((old, None), (new, member.pk)):
        elsewhere = Client()
        sign_in(elsewhere, email)
        assert member_id_of(elsewhere) == who
    told = last_mail()
    assert told.to == [old]
    assert new in told.body


def test_a_wrong_code_changes_no_address(client):
    member = make_member(password=PASSWORD)
    sign_in(client, member.email)
    change_address(client, "neuve@test.example")
    page = client.post("/comptes/confirm-email/", {"code": "ZZZZ-ZZZZ"}).content.decode()
    assert "Ce code n’est pas le bon" in page
    assert Member.objects.get().email == member.email


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("pas une adresse", "Écris une adresse e-mail complète"),
        ("", "Il manque quelque chose ici."),
        ("MEMBRE@test.example", "Cette adresse est déjà celle de ton compte."),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.example", "caractères au plus"),
    ],
)
def test_an_address_that_will_not_do_is_refused_in_our_words(client, typed, sentence):
    member = make_member(email="membre@test.example", password=PASSWORD)
    sign_in(client, member.email)
    mail.outbox.clear()
    response = change_address(client, typed)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Member.objects.get().email == member.email
    assert mail.outbox == []


def test_a_handle_signs_in_as_well(client):
    member = make_member(handle="ada", password=PASSWORD)
    sign_in(client, " Ada ")
    assert member_id_of(client) == member.pk


@pytest.mark.parametrize("login", ["ada-d-hier", "personne", "a" * 255, "%", "ada@", "ada\x00"])
def test_what_is_nobodys_handle_signs_nobody_in(client, login):
    member = make_member(handle="ada-d-hier", password=PASSWORD)
    update_profile(member, handle="ada", language="fr", zone="Europe/Zurich")
    assert sign_in(client, login).status_code in {200, 400}
    assert member_id_of(client) is None


def test_the_only_address_stays_though_a_handle_signs_in(client):
    member = make_member(password=PASSWORD)
    sign_in(client, member.email)
    client.post("/comptes/reauthenticate/", {"password": PASSWORD})
    page = client.post("/comptes/email/", {"action_remove": "", "email": member.email}, follow=True).content.decode()
    assert is_confirmed(Member.objects.get())
    assert "elle reste" in page
