"""Many at once: who is silent delays nobody."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from community.outgoing.answers import NO_ANSWER, REFUSED
from community.push import couriers, delivery
from community.push.couriers import send_all
from community.push.delivery import NOT_TRIED, Push
from community.push.models import PushSubscription
from tests.factories.devices import make_browser

NOW = datetime(2026, 11, 26, 9, 10, tzinfo=UTC)


def push_to(browser, **fields):
    device = PushSubscription(**browser.keys, **fields)
    return Push(device, b'{"body": "x"}', "a" * 32, timedelta(hours=1))


def nobody_is_late(push, answer):
    raise AssertionError(f"{push.device.endpoint}: {answer}")


def test_fifty_get_theirs_while_one_stalls(push_service):
    silent = push_service.subscribe(stalls=True)
    others = [push_service.subscribe() for _ in range(50)]
    running = send_all(map(push_to, [silent, *others]), NOW, nobody_is_late)
    answers = [next(running) for _ in others]  # the service has said nothing yet for the first one
    running.close()
    assert {push.device.endpoint for push, _answer in answers} == {each.endpoint for each in others}
    assert {answer.status for _push, answer in answers} == {201}
    assert all(len(each.heard) == 1 for each in others)


def test_nobody_waits_for_who_is_silent_and_what_became_of_it_is_heard(push_service, monkeypatch):
    monkeypatch.setattr(delivery, "TIMEOUT", 2)
    monkeypatch.setattr(couriers, "GRACE", 0.5)
    late, silent, well = [], push_service.subscribe(stalls=True), push_service.subscribe()
    begun = time.monotonic()
    answers = {
        push.device.endpoint: answer.status
        for push, answer in send_all(map(push_to, [silent, well]), NOW, lambda *heard: late.append(heard))
    }
    assert time.monotonic() - begun < 2
    assert answers == {silent.endpoint: NOT_TRIED, well.endpoint: 201}
    couriers.service_called("localhost").threads.shutdown(wait=True)
    ((push, answer),) = late
    assert (push.device.endpoint, answer.status) == (silent.endpoint, NO_ANSWER)


def test_without_threads_everybody_would_wait(push_service, monkeypatch):
    """The control: one after the other, the others get theirs only after the silent one."""
    monkeypatch.setattr(delivery, "TIMEOUT", 0.5)
    monkeypatch.setattr(couriers, "THREADS", 1)
    silent, other = push_service.subscribe(stalls=True), push_service.subscribe()
    begun = time.monotonic()
    list(send_all(map(push_to, [silent, other]), NOW, nobody_is_late))
    assert other.heard[0]["at"] - begun >= 0.5


def test_who_failed_before_comes_last(push_service, monkeypatch):
    monkeypatch.setattr(couriers, "THREADS", 1)
    failing, well = push_service.subscribe(), push_service.subscribe()
    list(send_all([push_to(failing, tries=1), push_to(well)], NOW, nobody_is_late))
    assert well.heard[0]["at"] < failing.heard[0]["at"]


@pytest.fixture
def two_services(push_service, monkeypatch, settings):
    """Four browsers of a service that is silent, and four of another; one thread and little patience."""
    settings.PUSH_SERVICES = ["localhost", "127.0.0.1"]
    monkeypatch.setattr(delivery, "TIMEOUT", 0.1)
    monkeypatch.setattr(couriers, "PATIENCE", 2)
    monkeypatch.setattr(couriers, "THREADS", 1)
    silent = [push_service.subscribe(stalls=True) for _ in range(4)]
    well = [push_service.subscribe() for _ in range(4)]
    for browser in well:
        browser.endpoint = browser.endpoint.replace("localhost", "127.0.0.1")
    return silent, well


def answers_to(browsers):
    answers = {
        push.device.endpoint: answer.status for push, answer in send_all(map(push_to, browsers), NOW, nobody_is_late)
    }
    return [answers[each.endpoint] for each in browsers]


def test_a_service_that_is_silent_is_left_alone_and_no_other(two_services):
    silent, well = two_services
    answers = answers_to([*silent, *well])
    assert answers[:4] == [NO_ANSWER, NO_ANSWER, NOT_TRIED, NOT_TRIED]
    assert answers[4:] == [201] * 4
    assert answers_to(silent) == [NOT_TRIED] * 4, "the next batch does not wait for it either"


def test_after_a_pause_it_is_asked_again(two_services, push_service, monkeypatch):
    silent, _well = two_services
    monkeypatch.setattr(couriers, "PAUSE", 0.0)
    answers_to(silent)
    for browser in silent:
        browser.stalls = False
    assert answers_to(silent) == [201] * 4


def test_an_address_that_left_the_list(push_service):
    (found,) = send_all([push_to(make_browser("https://left.example/a"))], NOW, nobody_is_late)
    assert found[1].status == REFUSED
    assert push_service.asked == []


def test_who_asked_and_goes_leaves_nothing_running(push_service, monkeypatch):
    monkeypatch.setattr(couriers, "THREADS", 1)
    browsers = [push_service.subscribe() for _ in range(20)]
    running = send_all(map(push_to, browsers), NOW, nobody_is_late)
    next(running)
    running.close()
    time.sleep(0.1)
    heard = sum(len(each.heard) for each in browsers)
    time.sleep(0.1)
    assert sum(len(each.heard) for each in browsers) == heard
    assert heard < 20


@pytest.mark.parametrize("tries", [1, 2, 8])
def test_it_rests_longer_each_time(tries):
    from community.push.models import rest_after

    assert rest_after(tries) == timedelta(minutes=2 ** (tries - 1))
    assert rest_after(50) == timedelta(hours=6)
    assert rest_after(tries, timedelta(seconds=7)) == timedelta(seconds=7)
    assert rest_after(tries, timedelta(days=300)) == timedelta(days=1)
