"""One's own page and the public card."""

from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from community.members import actions
from community.members.actions import ban_member
from community.members.models import Ban, Block, Member
from tests.community.members.doors import PASSWORD, sign_in
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_ones_own_page_is_ones_own(client):
    assert client.get("/moi/")["Location"] == "/comptes/login/?next=/moi/"


@pytest.mark.parametrize("path", ["/comptes/email/", "/en/comptes/2fa/"])
def test_nobody_keeps_the_pages_of_an_account(client, path):
    client.force_login(make_member())
    answer = client.get(path)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


def test_the_profile_is_changed_and_the_page_follows_the_language(client):
    member = make_member(handle="ada")
    client.force_login(member)
    response = client.post("/moi/profil/", {"handle": " Grace ", "language": "en", "zone": "Asia/Tokyo"})
    assert response["Location"] == "/en/moi/profil/"
    stored = Member.objects.get()
    assert (stored.handle, stored.language, stored.zone) == ("grace", "en", "Asia/Tokyo")


@pytest.mark.parametrize(
    "fields",
    [{"handle": "qlock"}, {"handle": "TAKEN"}, {"language": "xx"}, {"zone": "Europe/Fleurier"}, {"handle": ""}],
)
def test_a_refused_profile_changes_nothing_and_keeps_what_was_typed(client, fields):
    make_member(handle="taken")
    member = make_member(handle="ada")
    client.force_login(member)
    response = client.post("/moi/profil/", {"handle": "grace", "language": "de", "zone": "Asia/Tokyo"} | fields)
    page = response.content.decode()
    assert response.status_code == 200
    assert "errorlist" in page
    assert "<h1>ada</h1>" in page
    assert Member.objects.get(pk=member.pk).handle == "ada"


def test_a_handle_taken_between_check_and_saving_is_refused_in_the_form(client, monkeypatch):
    member = make_member(handle="ada")
    client.force_login(member)
    taken = ValidationError({"handle": ["Ce pseudo est déjà pris."]})
    monkeypatch.setattr(actions, "update_profile", Mock(side_effect=taken))
    response = client.post("/moi/profil/", {"handle": "grace", "language": "fr", "zone": "Europe/Zurich"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "déjà pris" in page
    assert 'value="grace"' in page
    assert "<h1>ada</h1>" in page


def test_nobody_becomes_staff_by_a_form(client):
    member = make_member(handle="ada")
    client.force_login(member)
    data = {"handle": "ada", "language": "fr", "zone": "Europe/Zurich", "is_staff": "on", "is_superuser": "on"}
    client.post("/moi/profil/", data | {"email": "autre@test.example"})
    stored = Member.objects.get()
    assert (stored.is_staff, stored.is_superuser, stored.email) == (False, False, member.email)


def test_the_card_shows_the_handle_and_the_month_and_never_the_address(client):
    member = make_member(handle="ada", email="secret@test.example")
    page = client.get("/membres/ada/").content.decode()
    assert "<h1>ada</h1>" in page
    assert member.date_joined.strftime("%Y") in page
    assert "secret" not in page


def test_a_handle_in_capitals_leads_to_the_card(client):
    make_member(handle="ada")
    response = client.get("/membres/ADA/")
    assert (response.status_code, response["Location"]) == (301, "/membres/ada/")


def test_unknown_and_banned_members_are_not_found(client):
    member = make_member(handle="ada")
    ban_member(member, by=make_member(), reason="Une raison.")
    assert client.get("/membres/ada/").status_code == 404
    assert client.get("/membres/personne-ici/").status_code == 404


@pytest.mark.parametrize("handle", ["%00", "a%00b", "a%0Ab", "%ED%A0%80", "ada%20", "a" * 3000])
def test_what_is_no_handle_is_not_found(client, handle):
    make_member(handle="ada")
    assert client.get(f"/membres/{handle}/").status_code == 404


def test_the_header_offers_the_way_in_or_the_way_out(client):
    make_member(handle="ada")
    page = client.get("/membres/ada/").content.decode()
    assert 'href="/comptes/login/"' in page
    assert 'href="/comptes/signup/"' in page
    client.force_login(make_member(handle="grace"))
    page = client.get("/membres/ada/").content.decode()
    assert 'action="/comptes/logout/"' in page
    assert 'href="/moi/"' in page


def test_the_card_takes_a_query_for_each_part(client, django_assert_num_queries):
    make_member(handle="ada")
    # The member, what they wear, and how much there is of what each part shows: the café, the idea box, Qdéfis.
    with django_assert_num_queries(5):
        client.get("/membres/ada/")


@pytest.mark.parametrize("devices", [1, 3])
def test_the_pages_of_an_account_take_the_same_queries_on_every_device(client, django_assert_num_queries, devices):
    member = make_member(password=PASSWORD)
    for _ in range(devices - 1):
        sign_in(Client(), member.email)
    sign_in(client, member.email)
    client.get("/moi/profil/")
    # The session and its member; their universes and whether there are any; the member as stored; the bell.
    with django_assert_num_queries(6):
        client.get("/moi/profil/")
    # The session and its member; addresses, second factors; the devices, which of them live, and whose; the bell.
    with django_assert_num_queries(8):
        client.get("/moi/securite/")
    # The session and its member; the devices, which of them live, and whose; the bell.
    with django_assert_num_queries(6):
        client.get("/moi/appareils/")


def test_the_header_leads_who_may_enter_to_the_workshop(client):
    way = f'href="{reverse("wagtailadmin_home")}"'
    client.force_login(make_member(is_staff=True))
    assert way not in client.get("/moi/").content.decode()
    editor = make_member(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    assert way in client.get("/moi/").content.decode()


@pytest.mark.parametrize(("prefix", "day"), [("", "5 mars 2026"), ("/de", "5. März 2026"), ("/en", "5 March 2026")])
def test_a_day_is_written_as_each_language_writes_it(client, prefix, day):
    member = make_member()
    Block.objects.create(member=member, blocked=make_member(), at=datetime(2026, 3, 5, 12, tzinfo=UTC))
    client.force_login(member)
    assert day in client.get(f"{prefix}/moi/blocages/").content.decode()
    until = datetime(2026, 3, 5, 9, 10, tzinfo=UTC)
    with translation.override(prefix.strip("/") or "fr"):
        told = render_to_string("members/messages/suspended.txt", {"ban": Ban(until=until)})
    assert day in told
    assert "10:10" in told
