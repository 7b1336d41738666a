from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from realtime import clock, handshake
from tests.factories.members import make_member
from tests.servers import sign_in

pytestmark = pytest.mark.django_db


def handles(*keys):
    return {key: viewer.handle for key, viewer in handshake.read_viewers(set(keys)).items()}


def change(key, **values):
    store = SessionStore(key)
    for name, value in values.items():
        store[name] = value
    store.save()


def test_a_crowd_is_read_by_two_queries(django_assert_num_queries):
    keys = {sign_in(make_member()): f"membre-{n}" for n in range(20)}
    with django_assert_num_queries(2):
        viewers = handshake.read_viewers(set(keys))
    assert viewers.keys() == keys.keys()


def test_a_signed_in_member_is_known():
    key = sign_in(make_member(handle="aline", language="de"))
    viewer = handshake.read_viewers({key})[key]
    assert (viewer.handle, viewer.language, viewer.permissions) == ("aline", "de", frozenset())


def test_nobody_is_behind_an_unknown_key():
    assert handles("nothing", "") == {}


def test_nobody_is_behind_a_session_without_a_member():
    store = SessionStore()
    store["colour"] = "red"
    store.save()
    assert handles(store.session_key) == {}


def test_a_lapsed_session_is_none():
    key = sign_in(make_member())
    Session.objects.filter(pk=key).update(expire_date=clock.now() - timedelta(seconds=1))
    assert handles(key) == {}


def test_a_ban_ends_it():
    member = make_member()
    key = sign_in(member)
    member.is_active = False
    member.save()
    assert handles(key) == {}


def test_a_changed_password_ends_it():
    member = make_member()
    key = sign_in(member)
    member.set_password("another")
    member.save()
    assert handles(key) == {}


@pytest.mark.parametrize("name", [HASH_SESSION_KEY, "_auth_user_backend", "_auth_user_id"])
def test_a_session_that_was_tampered_with_is_none(name):
    key = sign_in(make_member())
    change(key, **{name: "forged"})
    assert handles(key) == {}


def test_a_secret_that_was_replaced_still_counts_while_it_is_a_fallback(settings):
    settings.SECRET_KEY = "old"
    key = sign_in(make_member(handle="aline"))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert handles(key) == {key: "aline"}
    settings.SECRET_KEY_FALLBACKS = []
    assert handles(key) == {}


def test_staff_bring_their_permissions():
    key = sign_in(make_member(is_staff=True, is_superuser=True))
    assert handshake.read_viewers({key})[key].may("realtime.change_epoch")


@pytest.mark.parametrize(
    ("cookie", "key"),
    [
        ("sessionid=abc123", "abc123"),
        ("a=b; sessionid=abc123; c=d", "abc123"),
        ("sessionid=", None),
        ("sessionid=a b", None),
        ("strange cookie; sessionid=abc123", "abc123"),
        ("sessionid=" + "x" * 41, None),
        ("sessionid=a%00b", None),
        ("sessionid", None),
        ("other=abc123", None),
        ("\xff\xfe", None),
    ],
)
def test_the_cookie_is_read_with_care(cookie, key):
    assert handshake.session_key([(b"cookie", cookie.encode("latin-1"))]) == key


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-CH,de;q=0.9", "de"), ("en-GB", "en"), ("it,fr;q=0.5", "fr"), ("rm", "fr"), ("*", "fr"), (";;;", "fr")],
)
def test_a_stranger_s_language_is_the_browser_s(accepted, language):
    assert handshake.language([(b"accept-language", accepted.encode())]) == language


def test_without_a_word_it_is_the_site_s():
    assert handshake.language([]) == "fr"
