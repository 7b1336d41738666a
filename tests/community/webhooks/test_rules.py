"""How long one goes on trying, and where webhooks may go."""

from datetime import timedelta

import pytest

from community.outgoing.addresses import AddressRefused
from community.webhooks.checks import check_loopback
from community.webhooks.models import LONGEST_ADDRESS
from community.webhooks.rules import PAUSES, address_parts, may_reach, pause_after

DAY = timedelta(days=1)


def test_the_pauses_grow_over_about_a_day_and_end():
    pauses = [pause_after(tries) for tries in range(1, len(PAUSES) + 2)]
    assert pauses[-1] is None
    assert pauses[:-1] == sorted(set(pauses[:-1]))
    assert DAY < sum(pauses[:-1], timedelta()) < DAY * 1.2


@pytest.mark.parametrize(
    ("asked", "pause"),
    [(timedelta(seconds=5), PAUSES[0]), (timedelta(hours=3), timedelta(hours=3)), (DAY, DAY), (2 * DAY, DAY)],
)
def test_an_endpoint_may_ask_for_longer_and_not_for_ever(asked, pause):
    assert pause_after(1, asked) == pause


def test_asking_gives_no_further_try():
    assert pause_after(len(PAUSES) + 1, DAY) is None


@pytest.mark.parametrize(
    "address", ["https://stock.example/hooks?a=b", "https://stock.example:8443/", "https://xn--stck-6qa.example"]
)
def test_where_they_may_go(address):
    assert address_parts(address)


REFUSED = [
    "http://stock.example/",
    "ftp://stock.example/",
    "https://127.0.0.1/",
    "https://8.8.8.8/",
    "https://2130706433/",
    "https://[::1]/",
    "https://user:word@stock.example/",
    "http://169.254.169.254/latest/meta-data/",
    "https://stock.example/".ljust(LONGEST_ADDRESS + 1, "a"),
]


@pytest.mark.parametrize("address", [*REFUSED, "http://localhost:8000/", "http://127.0.0.1/"])
def test_where_not(address):
    with pytest.raises(AddressRefused):
        address_parts(address)


def test_on_one_s_own_machine_this_machine_and_nothing_else(settings):
    settings.WEBHOOK_LOOPBACK = True
    for address in ("http://localhost:8000/", "http://127.0.0.1/", "https://127.0.0.1/"):
        assert address_parts(address)
    for address in (each for each in REFUSED if each != "https://127.0.0.1/"):
        with pytest.raises(AddressRefused):
            address_parts(address)


PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "224.0.0.1",
    "::1",
    "fe80::1%eth0",
    "::ffff:127.0.0.1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_reached(address):
    assert not may_reach(address)


def test_loopback_under_its_setting(settings):
    settings.WEBHOOK_LOOPBACK = True
    reached = {each for each in PRIVATE if may_reach(each)}
    assert reached <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}
    assert {"127.0.0.1", "::1"} <= reached
    assert may_reach("142.250.74.10")


def test_a_real_house_does_not_start_with_it(settings):
    assert check_loopback(None) == []
    settings.WEBHOOK_LOOPBACK = True
    assert [each.id for each in check_loopback(None)] == ["webhooks.E001"]
