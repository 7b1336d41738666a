"""A ban that ends: nothing runs at that moment, whoever comes next settles it."""

from datetime import timedelta

import pytest
from django.test import Client

from community.members import actions
from community.members.models import Ban, Member
from realtime import clock
from tests.community.members.doors import PASSWORD, sign_in
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def guard():
    return make_member()


def suspend(member, guard, *, hours):
    """A suspension that ends in so many hours, or ended that long ago."""
    return actions.ban_member(member, by=guard, reason="Un coup de chaud.", until=clock.now() + timedelta(hours=hours))


def is_active(member):
    return Member.objects.values_list("is_active", flat=True).get(pk=member.pk)


def test_a_suspension_in_force_stays(guard):
    member = make_member()
    ban = suspend(member, guard, hours=1)
    assert actions.lapse_bans() == 0
    assert not is_active(member)
    assert Ban.objects.get().until == ban.until


def test_a_ban_for_good_never_lapses(guard):
    member = make_member()
    actions.ban_member(member, by=guard, reason="Trois comptes.")
    assert actions.lapse_bans() == 0
    assert not is_active(member)


def test_a_suspension_that_is_over_lets_in_and_stays_on_record(guard, django_assert_num_queries):
    member, other = make_member(), make_member()
    suspend(other, guard, hours=1)
    suspend(member, guard, hours=-1)
    with django_assert_num_queries(1):
        assert actions.lapse_bans() == 1
    assert is_active(member)
    assert not is_active(other)
    ban = Ban.objects.get(member=member)
    assert (ban.lifted_at, ban.lifted_by) == (ban.until, None)


def test_a_new_ban_follows_one_that_is_over(guard):
    member = make_member()
    suspend(member, guard, hours=-1)
    again = actions.ban_member(member, by=guard, reason="Encore.")
    assert again.until is None
    assert Ban.objects.filter(member=member).count() == 2
    assert not is_active(member)


def test_who_signs_in_is_told_until_when(client, guard):
    member = make_member(password=PASSWORD)
    suspend(member, guard, hours=1)
    response = sign_in(client, member.email)
    assert "_auth_user_id" not in client.session
    page = client.get(response["Location"]).content.decode()
    assert "suspendu jusqu’au" in page


def test_a_wrong_password_is_told_nothing(client, guard):
    member = make_member(password=PASSWORD)
    suspend(member, guard, hours=1)
    assert "suspendu" not in sign_in(client, member.email, "pas-celui-là-non").content.decode()


def test_who_signs_in_afterwards_comes_in(client, guard):
    member = make_member(password=PASSWORD)
    suspend(member, guard, hours=-1)
    sign_in(client, member.email)
    assert client.session["_auth_user_id"] == str(member.pk)


@pytest.mark.parametrize("door", ["/comptes/login/code/", "/comptes/password/reset/", "/de/comptes/login/code/"])
def test_the_other_doors_open_too(client, guard, door, mailoutbox):
    member = make_member(password=PASSWORD)
    suspend(member, guard, hours=-1)
    client.post(door, {"email": member.email})
    assert is_active(member)
    assert [mail.to for mail in mailoutbox] == [[member.email]]


def test_a_page_that_is_only_read_opens_nothing(client, guard):
    member = make_member()
    suspend(member, guard, hours=-1)
    client.get("/comptes/login/")
    assert not is_active(member)


def test_who_looks_for_them_finds_them(client, guard):
    member = make_member(handle="ada")
    suspend(member, guard, hours=1)
    assert client.get("/membres/ada/").status_code == 404
    Ban.objects.update(until=clock.now() - timedelta(minutes=1))
    assert client.get("/membres/ada/").status_code == 200
    assert is_active(member)


def test_a_session_from_before_stays_ended(guard):
    member, phone = make_member(password=PASSWORD), Client()
    sign_in(phone, member.email)
    suspend(member, guard, hours=-1)
    actions.lapse_bans()
    assert phone.get("/moi/").status_code == 302
