import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.test import Client

from community.members import actions
from community.members.models import Ban, Member
from tests.community.members.doors import PASSWORD, sign_in
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_register_makes_a_member_with_an_address():
    member = actions.register_member(email="Ada@Test.example", handle="ada", password=PASSWORD)
    assert (member.email, member.handle, member.language) == ("ada@test.example", "ada", "fr")
    assert member.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=member).verified is False


@pytest.mark.parametrize("fields", [{"handle": "qlock"}, {"email": "pas une adresse"}, {"language": "xx"}])
def test_register_refuses_what_the_model_refuses(fields):
    with pytest.raises(ValidationError):
        actions.register_member(**({"email": "ada@test.example", "handle": "ada"} | fields))
    assert not Member.objects.exists()
    assert not EmailAddress.objects.exists()


def test_update_profile():
    member = make_member()
    actions.update_profile(member, handle="ada", language="de", zone="Asia/Tokyo")
    stored = Member.objects.get(pk=member.pk)
    assert (stored.handle, stored.language, stored.zone) == ("ada", "de", "Asia/Tokyo")


def test_update_profile_refuses_a_taken_handle():
    make_member(handle="ada")
    member = make_member(handle="grace")
    with pytest.raises(ValidationError, match="pris"):
        actions.update_profile(member, handle="ada", language="fr", zone="Europe/Zurich")
    assert Member.objects.get(pk=member.pk).handle == "grace"


def test_update_profile_refuses_a_handle_taken_meanwhile(monkeypatch):
    member, checks = make_member(handle="grace"), []

    def full_clean(self):
        check(self)
        if not checks:
            checks.append(make_member(handle="ada"))

    check = Member.full_clean
    monkeypatch.setattr(Member, "full_clean", full_clean)
    with pytest.raises(ValidationError, match="pris"):
        actions.update_profile(member, handle="ada", language="fr", zone="Europe/Zurich")
    assert Member.objects.get(pk=member.pk).handle == "grace"


def test_a_ban_ends_every_session_and_is_recorded():
    member, guard = make_member(password=PASSWORD), make_member()
    phone, desk = Client(), Client()
    for client in (phone, desk):
        sign_in(client, member.email)
    assert UserSession.objects.filter(user=member).count() == 2
    actions.ban_member(member, by=guard, reason="Trois comptes pour une pièce.")
    assert not Member.objects.get(pk=member.pk).is_active
    assert not UserSession.objects.filter(user=member).exists()
    assert all(client.get("/moi/").status_code == 302 for client in (phone, desk))
    ban = Ban.objects.get()
    assert (ban.by, ban.reason, ban.lifted_at) == (guard, "Trois comptes pour une pièce.", None)
    assert ban.at is not None


def test_a_second_ban_leaves_the_first_as_it_is():
    member, guard = make_member(), make_member()
    first = actions.ban_member(member, by=guard, reason="Une raison.")
    assert actions.ban_member(member, by=guard, reason="Une autre.") == first
    assert Ban.objects.get().reason == "Une raison."


def test_unban_lets_in_again_and_keeps_the_record():
    member, guard = make_member(), make_member()
    actions.ban_member(member, by=guard, reason="Une raison.")
    actions.unban_member(member, by=guard)
    assert Member.objects.get(pk=member.pk).is_active
    ban = Ban.objects.get()
    assert ban.lifted_by == guard
    assert ban.lifted_at >= ban.at
    actions.ban_member(member, by=guard, reason="Encore.")
    assert Ban.objects.count() == 2


def test_unban_refuses_where_nothing_is_in_force():
    member = make_member()
    member.is_active = False
    member.save()
    with pytest.raises(actions.NotBanned):
        actions.unban_member(member, by=member)
    assert not Member.objects.get(pk=member.pk).is_active


def test_a_banned_member_cannot_sign_in(client):
    member = make_member(password=PASSWORD)
    actions.ban_member(member, by=make_member(), reason="Une raison.")
    sign_in(client, member.email)
    assert "_auth_user_id" not in client.session


def test_forget_password_ends_the_sessions_it_opened():
    member = make_member(password=PASSWORD)
    client = Client()
    client.force_login(member)
    actions.forget_password(member)
    assert not Member.objects.get(pk=member.pk).has_usable_password()
    assert client.get("/moi/").status_code == 302
