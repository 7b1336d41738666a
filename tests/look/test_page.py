"""What stands around every page, read from `/design/`."""

import re

import pytest
from django.contrib.staticfiles import finders


@pytest.fixture
def html(client) -> str:
    return client.get("/design/?q=1").content.decode()


def test_it_names_itself(html, settings):
    assert re.search(r"<title>[^<]+ · Qlock</title>", html)
    assert f'<link rel="canonical" href="{settings.SITE_URL}/design/">' in html


def test_it_knows_its_other_languages(html, settings):
    for code, path in (("fr", "/design/"), ("de", "/de/design/"), ("en", "/en/design/"), ("x-default", "/design/")):
        assert f'<link rel="alternate" hreflang="{code}" href="{settings.SITE_URL}{path}">' in html
    assert '<a href="/de/design/?q=1" hreflang="de" lang="de">Deutsch</a>' in html


def test_shared_elsewhere_it_says_nothing_of_a_drop(html):
    """Whoever shares a page of a drop shares the house; the page may say more of itself in its `social` block."""
    assert '<meta property="og:title" content="Qlock">' in html


def test_every_file_it_names_exists(html, settings):
    named = re.findall(rf'(?:href|src|content)="(?:{re.escape(settings.SITE_URL)})?/static/([^"#]+)[^"]*"', html)
    assert len(named) >= 7
    assert [path for path in named if not finders.find(path)] == []


def test_the_language_of_the_address_is_the_language_of_the_page(client):
    assert '<html lang="de">' in client.get("/de/design/").content.decode()
