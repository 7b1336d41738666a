import pytest

from realtime import origin


@pytest.fixture(autouse=True)
def ours(settings):
    settings.SITE_URL = "https://qlock.example"
    settings.EXTRA_ORIGINS = ["http://localhost:8000"]


@pytest.mark.parametrize("value", ["https://qlock.example", "http://localhost:8000"])
def test_our_origins_are_ours(value):
    assert origin.is_ours([value])


@pytest.mark.parametrize(
    "values",
    [
        [],
        ["null"],
        [""],
        ["https://evil.example"],
        ["http://qlock.example"],
        ["https://qlock.example:8443"],
        ["https://qlock.example.evil.example"],
        ["https://evil.example/https://qlock.example"],
        ["https://QLOCK.example"],
        ["https://qlock.example/"],
        ["http://localhost:80000"],
        ["https://qlock.example", "https://evil.example"],
        ["https://qlock.example, https://evil.example"],
    ],
)
def test_no_other_is(values):
    assert not origin.is_ours(values)


def test_all_values_of_a_header_are_seen():
    assert origin.values([(b"Origin", b"a"), (b"x", b"b"), (b"origin", b"c")], b"origin") == ["a", "c"]
