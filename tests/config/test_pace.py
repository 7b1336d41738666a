"""The API's limit: at it, beyond it, in parallel, for whom it counts and whom it leaves alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from config import pace
from config.pace import ApiPace
from tests.factories.drops import make_drop
from tests.factories.members import make_member

NOON = datetime(2026, 11, 30, 12, 0, 40, tzinfo=UTC)
MOST = 3
NOBODY = SimpleNamespace(is_authenticated=False)


@pytest.fixture(autouse=True)
def _a_small_limit(settings, monkeypatch):
    settings.API_REQUESTS_A_MINUTE = MOST
    cache.clear()
    at(monkeypatch, NOON)
    yield
    cache.clear()


def at(monkeypatch, moment):
    monkeypatch.setattr("config.pace.clock", SimpleNamespace(now=lambda: moment))


def asked(address="192.0.2.7", user=NOBODY):
    """Whether one more request goes through."""
    return ApiPace().allow_request(SimpleNamespace(user=user, META={"REMOTE_ADDR": address}), None)


def test_the_last_goes_through_and_the_next_does_not():
    assert [asked() for _ in range(MOST + 2)] == [True] * MOST + [False] * 2


def test_the_next_minute_begins_anew_and_is_as_far_as_was_said(monkeypatch):
    limit = ApiPace()
    for _ in range(MOST + 1):
        limit.allow_request(SimpleNamespace(user=NOBODY, META={"REMOTE_ADDR": "192.0.2.7"}), None)
    assert limit.wait() == 20
    at(monkeypatch, NOON + timedelta(seconds=limit.wait() - 1))
    assert not asked()
    at(monkeypatch, NOON + timedelta(seconds=limit.wait()))
    assert asked()


def test_each_counts_for_themself():
    ada, otto = (SimpleNamespace(is_authenticated=True, pk=pk) for pk in (1, 2))
    assert all(asked(user=ada) for _ in range(MOST))
    assert not asked(user=ada)
    assert [asked(user=otto), asked(), asked("192.0.2.8")] == [True] * 3


def test_another_address_of_the_same_network_is_the_same_house():
    assert [asked(f"2001:db8::{number}") for number in range(1, MOST + 2)] == [True] * MOST + [False]
    assert asked("2001:db8:0:1::1")


def through_in_parallel(number=24):
    with ThreadPoolExecutor(number) as pool:
        return sum(pool.map(lambda _: asked(), range(number)))


def test_in_parallel_exactly_as_many_go_through():
    assert through_in_parallel() == MOST


def test_control_reading_before_writing_lets_more_of_them_through(monkeypatch):
    together = Barrier(24)

    def count(key):
        number = cache.get(key, 0)
        together.wait(10)
        cache.set(key, number + 1)
        return number + 1

    monkeypatch.setattr(pace, "count", count)
    assert through_in_parallel() == 24


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["search/?q=spiral", "members/ada/", "gatherings/"])
def test_it_stands_before_what_is_asked_for(client, path):
    make_member(handle="ada")
    answers = [client.get(f"/api/v1/{path}") for _ in range(MOST + 1)]
    assert [answer.status_code for answer in answers] == [HTTPStatus.OK] * MOST + [HTTPStatus.TOO_MANY_REQUESTS]
    assert answers[-1]["Retry-After"] == "20"


@pytest.mark.django_db
def test_a_page_without_a_socket_may_ask_for_its_drop_whoever_shares_the_address():
    code = make_drop().code
    answers = {Client().get(f"/api/v1/drops/{code}/").status_code for _ in range(MOST + 1)}
    assert answers == {HTTPStatus.OK}


@pytest.mark.django_db
def test_news_of_mails_come_in_crowds(client, settings):
    settings.MAIL_WEBHOOK_SECRET = "x" * 50
    answers = {client.post("/api/v1/mail/events/", b"[]", "application/json").status_code for _ in range(MOST + 1)}
    assert answers == {HTTPStatus.FORBIDDEN}, "unsigned, but listened to"
