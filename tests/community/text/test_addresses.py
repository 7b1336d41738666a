import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.text.addresses import Address, address


@pytest.fixture(autouse=True)
def _our_host(settings):
    settings.SITE_URL = "https://qlock.example:8000"


@pytest.mark.parametrize("href", ["/", "/cafe/", "/cafe/?q=a%20b#c", "/%5Cevil.example", "/cafe//x"])
def test_a_path_is_ours(href):
    assert address(href) == Address(href, is_own=True)


@pytest.mark.parametrize(
    "href", ["https://a.example", "HTTP://A.example:8080/x?y#z", "https://xn--bcher-kva.example/", "http://localhost/"]
)
def test_other_hosts_are_elsewhere(href):
    assert address(href) == Address(href)


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("https://qlock.example:8000", "/"),
        ("http://QLOCK.example:8000/cafe/?q=1#a", "/cafe/?q=1#a"),
        ("https://qlock.example:8000//evil.example/", "/evil.example/"),
    ],
)
def test_our_own_host_becomes_a_path(href, path):
    assert address(href) == Address(path, is_own=True)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "cafe",
        "#a",
        "?a",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "tel:+41",
        "https:",
        "https://",
        "https:/a.example",
        "https:a.example",
        "https://a@evil.example/",
        "https://a:b@evil.example/",
        "https://[::1",
        "https://a.example:x/",
        "https://a.example:99999/",
        "https://é.example/",
        "https://a.example/ b",
        "https://a.example/\n",
        'https://a.example/"',
        "https://-/",
        "mailto:",
        "mailto:a",
        "mailto:a@b?subject=c",
        "mailto:a@b@c",
    ],
)
def test_everything_else_is_no_link(href):
    assert address(href) is None


def test_a_mail_address_is_a_link():
    assert address("mailto:anna.b+c@a.example").is_mail
    assert not address("https://a.example").is_mail


@pytest.mark.parametrize(
    ("href", "post"),
    [
        ("/cafe/p/123/", 123),
        ("/de/cafe/p/123/", 123),
        ("https://qlock.example:8000/cafe/p/9/", 9),
        ("/cafe/p/123", None),
        ("/cafe/p/123/?a", None),
        ("/cafe/p/-1/", None),
        ("/cafe/p/" + "9" * 19 + "/", None),
        ("https://a.example/cafe/p/123/", None),
    ],
)
def test_which_post_it_leads_to(href, post):
    assert address(href).post == post


def test_which_picture_it_names():
    assert address("/images/" + "a" * 32).picture == "a" * 32
    assert address("/images/" + "a" * 31).picture is None
    assert address("/images/" + "A" * 32).picture is None
    assert address("https://a.example/images/" + "a" * 32).picture is None


@given(st.text() | st.text(st.sampled_from("htps:/\\@[]#?a.%\t\n"), max_size=20))
def test_what_it_gives_it_takes(href):
    found = address(href)
    assert found is None or address(found.href) == found
