"""Applications and recovery codes, and the back office that asks for them."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import Client

from community.members import rules
from community.members.models import Member
from tests.community.members.doors import PASSWORD, code_in, last_mail, member_id_of, sign_in
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
INSIDE = "/atelier/jsi18n/"  # any address of the back office; this one needs no page of Wagtail
EDITOR = Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")


@pytest.fixture(autouse=True)
def _required(settings):
    settings.STAFF_SECOND_FACTOR = True


def code_now(secret):
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def make_staff(**fields):
    return make_member(password=PASSWORD, is_staff=True, is_superuser=True, **fields)


def give_totp(member):
    secret = generate_totp_secret()
    TOTP.activate(member, secret)
    return secret


def activate(client):
    """Set up an application as a member does; returns its secret."""
    client.post("/comptes/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/comptes/2fa/totp/activate/").context["form"].secret
    response = client.post("/comptes/2fa/totp/activate/", {"code": code_now(secret)})
    assert response["Location"] == "/comptes/2fa/recovery-codes/"
    return secret


def test_an_application_is_set_up_and_then_asked_for(client):
    member = make_member(password=PASSWORD)
    sign_in(client, member.email)
    secret = activate(client)
    assert rules.has_second_factor(member)
    later = Client()
    assert sign_in(later, member.email)["Location"] == "/comptes/2fa/authenticate/"
    assert member_id_of(later) is None
    later.post("/comptes/2fa/authenticate/", {"code": "000000"})
    assert member_id_of(later) is None
    cache.clear()  # a code is taken once; the next comes after thirty seconds
    later.post("/comptes/2fa/authenticate/", {"code": code_now(secret)})
    assert member_id_of(later) == member.pk


def test_a_recovery_code_opens_once(client):
    member = make_member(password=PASSWORD)
    sign_in(client, member.email)
    activate(client)
    code = client.get("/comptes/2fa/recovery-codes/").context["unused_codes"][0]
    for expected in (member.pk, None):
        later = Client()
        sign_in(later, member.email)
        later.post("/comptes/2fa/authenticate/", {"code": code})
        assert member_id_of(later) == expected


def test_a_sign_in_code_does_not_pass_by_the_second_factor(client):
    member = make_member(password=PASSWORD)
    give_totp(member)
    client.post("/comptes/login/code/", {"email": member.email})
    response = client.post("/comptes/login/code/confirm/", {"code": code_in(last_mail())})
    assert response["Location"] == "/comptes/2fa/authenticate/"
    assert member_id_of(client) is None


def test_an_unconfirmed_member_sets_up_no_second_factor(client):
    member = make_member(confirmed=False, password=PASSWORD)
    sign_in(client, member.email)
    assert client.get("/comptes/2fa/totp/activate/")["Location"] == "/comptes/2fa/"
    assert not rules.has_second_factor(member)


@pytest.mark.parametrize("path", ["/atelier/", "/atelier/pages/", "/atelier/login/"])
def test_staff_without_second_factor_are_led_to_set_one_up(client, path):
    sign_in(client, make_staff().email)
    response = client.get(path)
    assert response["Location"] == "/comptes/2fa/"
    assert "L’atelier demande un second facteur" in client.get("/comptes/2fa/").content.decode()


def test_a_post_to_the_back_office_is_led_away_too(client):
    sign_in(client, make_staff().email)
    assert client.post("/atelier/account/", {})["Location"] == "/comptes/2fa/"


def test_access_by_a_team_is_guarded_like_is_staff(client):
    member = make_member(password=PASSWORD)
    team = Group.objects.create(name="Atelier de test")
    team.permissions.add(EDITOR.get())
    member.groups.add(team)
    sign_in(client, member.email)
    assert client.get("/atelier/")["Location"] == "/comptes/2fa/"


def test_a_session_from_before_the_factor_is_asked_for_it(client):
    member = make_staff()
    sign_in(client, member.email)
    give_totp(member)
    response = client.get("/atelier/pages/?q=a")
    assert response["Location"] == "/comptes/2fa/reauthenticate/?next=%2Fatelier%2Fpages%2F%3Fq%3Da"
    assert client.get("/atelier/").status_code == 302


def test_a_session_that_showed_its_factor_comes_in(client):
    member = make_staff()
    secret = give_totp(member)
    sign_in(client, member.email)
    client.post("/comptes/2fa/authenticate/", {"code": code_now(secret)})
    assert client.get(INSIDE).status_code == 200


def test_the_factor_may_be_shown_at_the_door(client):
    member = make_staff()
    sign_in(client, member.email)
    secret = give_totp(member)
    door = client.get("/atelier/")["Location"]
    assert client.post(door, {"code": code_now(secret)})["Location"] == "/atelier/"
    assert client.get(INSIDE).status_code == 200


def test_the_settings_may_waive_it(client, settings):
    settings.STAFF_SECOND_FACTOR = False
    sign_in(client, make_staff().email)
    assert client.get(INSIDE).status_code == 200


def test_without_a_factor_no_right_counts_anywhere(settings):
    """A sealed drop is shown on public pages and sockets too: there the right alone must not do."""
    staff = make_staff()
    held = Member.objects.get(pk=staff.pk)
    settings.STAFF_SECOND_FACTOR = False
    rights = held.get_all_permissions()
    assert rights
    settings.STAFF_SECOND_FACTOR = True
    assert staff.get_all_permissions() == set()
    assert not any(staff.has_perm(right) for right in rights)
    give_totp(staff)
    shown = Member.objects.get(pk=staff.pk)
    assert shown.get_all_permissions() == rights
    assert all(shown.has_perm(right) for right in rights)


def test_the_back_office_signs_in_at_our_door(client):
    assert client.get("/atelier/")["Location"].startswith("/comptes/login/?next=")
