"""What a session cookie may say; where one is signed in, and how one signs out from afar."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends import db
from django.core.cache import caches
from django.test import Client

from community.members.browsers import shortened
from community.members.queries import devices_of
from community.members.sessions import NOTED_EVERY, SessionStore
from realtime import clock
from realtime.handshake import read_viewers
from tests.community.members.doors import PASSWORD, member_id_of, sign_in
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", [r'"\000aaaaaaaaaaaaaaaaaaaaaaa"', "a b c d e f g h i j", "../../../../etc", "short"])
@pytest.mark.parametrize(("page", "status"), [("/drops/", 200), ("/moi/", 302)])
def test_another_key_than_ours_is_nobodys(client, key, page, status):
    response = client.get(page, headers={"cookie": f"sessionid={key}"})
    assert response.status_code == status


def test_a_key_of_ours_signs_in(client):
    member = make_member()
    client.force_login(member)
    assert client.session.session_key.isalnum()
    assert member_id_of(client) == member.pk
    assert client.get("/moi/").status_code == 200


def test_sessions_of_djangos_own_store_are_read():
    former = db.SessionStore()
    former["word"] = "tick"
    former.save()
    assert SessionStore(former.session_key)["word"] == "tick"


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"


def signed_in(member, agent=FIREFOX):
    """A browser of this member's, and its session."""
    client = Client(headers={"user-agent": agent})
    sign_in(client, member.email)
    return client, UserSession.objects.get(session_key=client.session.session_key)


@pytest.fixture
def member():
    return make_member(password=PASSWORD, zone="Asia/Tokyo")


def test_each_device_is_listed_by_what_tells_it_from_another(member):
    here, mine = signed_in(member)
    _there, other = signed_in(member, SAFARI)
    seen = clock.now().replace(hour=20, minute=5)
    UserSession.objects.filter(pk=mine.pk).update(ip="192.0.2.77", last_seen_at=seen)
    page = re.sub(r"\s+", " ", here.get("/moi/appareils/").content.decode())
    first, _, second = page.partition("Firefox, Linux")[2].partition("Safari, iPhone")
    assert "cette session" in first
    assert "cette session" not in second
    assert ", 05:05, adresse 192.0.x.x" in first
    assert "192.0.2" not in page
    assert f"/moi/appareils/{other.pk}/" in second


def test_one_device_is_signed_out_and_the_others_stay(member):
    here, mine = signed_in(member)
    there, other = signed_in(member, SAFARI)
    _third, third = signed_in(member)
    assert here.post(f"/moi/appareils/{other.pk}/")["Location"] == "/moi/appareils/"
    assert member_id_of(there) is None
    assert set(UserSession.objects.values_list("pk", flat=True)) == {mine.pk, third.pk}
    # What the hub asks about open sockets within the minute: nobody is behind that key any more (4401).
    assert set(read_viewers([mine.session_key, other.session_key])) == {mine.session_key}


def test_signing_out_here_is_signing_out(member):
    here, mine = signed_in(member)
    assert here.post(f"/moi/appareils/{mine.pk}/")["Location"] == "/comptes/login/"
    assert member_id_of(here) is None


def test_all_the_others_are_signed_out(member):
    here, mine = signed_in(member)
    there, _other = signed_in(member)
    here.post("/moi/appareils/autres/")
    assert (member_id_of(here), member_id_of(there)) == (member.pk, None)
    assert UserSession.objects.get() == mine


def test_nobody_elses_device_is_found(member):
    here, _mine = signed_in(member)
    theirs, session = signed_in(make_member(password=PASSWORD))
    assert here.post(f"/moi/appareils/{session.pk}/").status_code == 404
    assert here.post("/moi/appareils/999999999/").status_code == 404
    assert member_id_of(theirs) == session.user_id


@pytest.mark.parametrize("address", ["/moi/appareils/1/", "/moi/appareils/autres/"])
def test_a_link_signs_nobody_out(member, address):
    here, _mine = signed_in(member)
    assert here.get(address).status_code == 405
    assert Client().post(address)["Location"].startswith("/comptes/login/")


def test_a_session_that_a_new_password_closed_is_not_listed(member):
    _here, mine = signed_in(member)
    member.set_password("autre-heure-autre")
    member.save()
    client, now = signed_in_with(member, "autre-heure-autre")
    assert [device.pk for device in devices_of(member, client.session.session_key)] == [now.pk]
    assert mine.pk != now.pk


def signed_in_with(member, password):
    client = Client()
    sign_in(client, member.email, password)
    return client, UserSession.objects.get(session_key=client.session.session_key)


def test_when_a_browser_was_here_is_noted_every_ten_minutes(member, django_assert_num_queries):
    here, mine = signed_in(member)
    long_ago = clock.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)
    with django_assert_num_queries(4):  # the session and its member, the member as stored, the bell: no note
        here.get("/moi/avis/")
    mine.refresh_from_db()
    assert mine.last_seen_at == long_ago
    assert NOTED_EVERY == 600
    caches["own"].clear()  # as ten minutes do
    here.get("/moi/avis/")
    mine.refresh_from_db()
    assert clock.now() - mine.last_seen_at < timedelta(minutes=1)


def test_the_former_address_leads_to_the_page(client):
    assert client.get("/comptes/sessions/")["Location"] == "/moi/appareils/"


@pytest.mark.parametrize(
    ("ip", "place"),
    [("192.0.2.77", "192.0.x.x"), ("2001:db8:85a3::8a2e:370:7334", "2001:db8:x"), ("::1", "0:0:x")],
)
def test_an_address_is_shortened(ip, place):
    assert shortened(ip) == place
