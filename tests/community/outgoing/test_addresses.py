"""What is plainly an address, and what belongs to the open internet."""

import pytest

from community.outgoing.addresses import AddressRefused, is_public, split_address

LONGEST = 60


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("https://stock.example/a?b=c", "stock.example", None),
        ("https://STOCK.example:8443", "stock.example", 8443),
        ("http://127.0.0.1:1/", "127.0.0.1", 1),
    ],
)
def test_what_is_plainly_one(address, host, port):
    parts = split_address(address, longest=LONGEST)
    assert (parts.hostname, parts.port) == (host, port)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "stock.example",
        "https:///a",
        "https://[::1]/",
        "https://stock.example:0/",
        "https://stock.example:65536/",
        "https://user@stock.example/",
        "https://stock.example/#a",
        "https://stock.example/a b",
        "https://stock.example\\@127.0.0.1/",
        "https://stock.example/\r\nHost: a",
        "https://stöck.example/",
    ],
)
def test_what_is_not(address):
    with pytest.raises(AddressRefused):
        split_address(address, longest=LONGEST)


def test_it_has_a_length():
    longest = "https://stock.example/".ljust(LONGEST, "a")
    assert split_address(longest, longest=LONGEST)
    with pytest.raises(AddressRefused):
        split_address(longest + "a", longest=LONGEST)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_addresses_that_are_not_of_the_open_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["142.250.74.10", "2a00:1450:4001:80b::200a", "::ffff:142.250.74.10", "64:ff9b::8efa:4a0a"]
)
def test_addresses_of_the_open_internet(address):
    assert is_public(address)
