from datetime import date
from xml.etree import ElementTree as ET

import pytest

from editorial.actions import found_magazine
from editorial.feeds import LENGTH
from tests.factories.drops import make_drop
from tests.factories.editorial import make_article

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client):
    response = client.get("/articles/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def test_each_article_is_an_entry(client, settings):
    page = make_article(title="Le bleui & nous", lede="Une vis <bleue>.", date=date(2026, 11, 1))
    (entry,) = feed(client).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Le bleui & nous"
    assert entry.findtext(f"{ATOM}summary") == "Une vis <bleue>."
    assert entry.find(f"{ATOM}link").get("href") == f"{settings.SITE_URL}/articles/{page.slug}/"
    assert entry.findtext(f"{ATOM}published") == "2026-11-01T00:00:00+01:00"


def test_an_empty_feed_is_a_feed(client):
    found_magazine()
    assert feed(client).findall(f"{ATOM}entry") == []


def test_it_ends_at_its_length_and_holds_no_draft(client):
    for _ in range(LENGTH + 1):
        make_article()
    make_article(title="Le brouillon", live=False)
    entries = feed(client).findall(f"{ATOM}entry")
    assert len(entries) == LENGTH
    assert "Le brouillon" not in [entry.findtext(f"{ATOM}title") for entry in entries]


def test_it_carries_nothing_of_drops(client):
    drop = make_drop()
    make_article()
    text = client.get("/articles/feed/").content.decode()
    assert drop.code not in text
    assert drop.watch.name not in text
