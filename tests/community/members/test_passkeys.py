"""The ceremonies of a passkey, with an authenticator in software."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from community.members import rules
from community.members.actions import ban_member
from tests.community.members.authenticator import SoftwareAuthenticator
from tests.community.members.doors import PASSWORD, last_mail, member_id_of, sign_in
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
ADD, LOGIN, SECOND = "/comptes/2fa/webauthn/add/", "/comptes/2fa/webauthn/login/", "/comptes/2fa/authenticate/"


@pytest.fixture
def member():
    return make_member(password=PASSWORD)


@pytest.fixture
def passkey(member):
    """A passkey that the member has added."""
    client = Client()
    sign_in(client, member.email)
    client.post("/comptes/reauthenticate/", {"password": PASSWORD})
    made = SoftwareAuthenticator()
    options = client.get(ADD).context["js_data"]["creation_options"]
    answer = made.create(options)
    response = client.post(ADD, {"name": "Téléphone", "passwordless": "on", "credential": answer})
    assert response["Location"] == "/comptes/2fa/recovery-codes/"
    return made


def options_for(client):
    return client.get(LOGIN, headers={"Accept": "application/json"}).json()["request_options"]


def test_adding_a_passkey_is_a_second_factor_and_is_told_by_mail(member, passkey):
    assert rules.has_second_factor(member)
    assert Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).wrap().is_passwordless
    assert "clé d’accès a été ajoutée" in last_mail().body


def test_adding_one_needs_a_fresh_proof_of_who_one_is(client, member):
    sign_in(client, member.email)
    assert client.get(ADD)["Location"].startswith("/comptes/reauthenticate/")


def test_a_passkey_signs_in_alone(client, member, passkey):
    response = client.post(LOGIN, {"credential": passkey.get(options_for(client))})
    assert response["Location"] == "/"
    assert member_id_of(client) == member.pk


def test_it_leads_where_one_wanted_to_go(client, member, passkey):
    data = {"credential": passkey.get(options_for(client)), "next": "/moi/"}
    assert client.post(LOGIN, data)["Location"] == "/moi/"


def test_it_opens_the_back_office(client, member, passkey, settings):
    settings.STAFF_SECOND_FACTOR = True
    member.is_staff = member.is_superuser = True
    member.save()
    client.post(LOGIN, {"credential": passkey.get(options_for(client))})
    assert client.get("/atelier/jsi18n/").status_code == 200


def test_it_is_asked_for_after_the_password(client, member, passkey):
    assert sign_in(client, member.email)["Location"] == SECOND
    options = client.get(SECOND).context["js_data"]["request_options"]
    client.post(SECOND, {"credential": passkey.get(options)})
    assert member_id_of(client) == member.pk


def test_an_old_answer_is_refused(client, member, passkey):
    answer = passkey.get(options_for(client))
    options_for(client)
    client.post(LOGIN, {"credential": answer})
    assert member_id_of(client) is None


def test_an_answer_counts_once(client, member, passkey):
    answer = passkey.get(options_for(client))
    client.post(LOGIN, {"credential": answer})
    client.post("/comptes/logout/")
    client.post(LOGIN, {"credential": answer})
    assert member_id_of(client) is None


@pytest.mark.parametrize("foreign", [{"origin": "https://evil.example"}, {"rp_id": "evil.example"}])
def test_an_answer_for_another_site_is_refused(client, member, passkey, foreign):
    for name, value in foreign.items():
        setattr(passkey, name, value)
    client.post(LOGIN, {"credential": passkey.get(options_for(client))})
    assert member_id_of(client) is None


def test_another_key_is_refused(client, member, passkey):
    stranger = SoftwareAuthenticator()
    stranger.credential_id, stranger.user_handle = passkey.credential_id, passkey.user_handle
    client.post(LOGIN, {"credential": stranger.get(options_for(client))})
    assert member_id_of(client) is None


@pytest.mark.parametrize("credential", ["", "{}", "null", "[]", '{"response":{"userHandle":"eA"}}', "pas du JSON"])
def test_nonsense_is_refused(client, member, passkey, credential):
    options_for(client)
    assert client.post(LOGIN, {"credential": credential})["Location"] == "/comptes/login/"
    assert member_id_of(client) is None


def test_a_banned_member_does_not_come_in(client, member, passkey):
    ban_member(member, by=make_member(), reason="Une raison.")
    client.post(LOGIN, {"credential": passkey.get(options_for(client))})
    assert client.get("/moi/").status_code == 302


def test_it_is_renamed_and_removed(client, member, passkey):
    client.post(LOGIN, {"credential": passkey.get(options_for(client))})
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    edit, remove = (f"/comptes/2fa/webauthn/keys/{key.pk}/{what}/" for what in ("edit", "remove"))
    client.post("/comptes/reauthenticate/", {"password": PASSWORD})
    client.post(edit, {"name": "Montre"})
    assert "Montre" in client.get("/comptes/2fa/webauthn/").content.decode()
    client.post(remove)
    assert not rules.has_second_factor(member)
