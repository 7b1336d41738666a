from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from community.discussions.models import PostState
from tests.factories.discussions import make_post, make_thread
from tests.factories.drops import make_brand, make_drop, make_watch
from tests.factories.editorial import make_article, make_term
from tests.factories.ideas import make_idea

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(client):
    response = client.get("/sitemap.xml", headers={"host": "127.0.0.1"})
    return [each.text for each in ET.fromstring(response.content).iter(f"{SITEMAP}loc")]


def test_it_names_what_everybody_may_read_in_every_language(client, settings):
    term, page, draft = make_term(), make_article(), make_article(live=False)
    found = addresses(client)
    for path in ["/", "/articles/", "/glossaire/", f"/glossaire/{term.slug}/", f"/articles/{page.slug}/"]:
        for prefix in ["", "/de", "/en"]:
            assert settings.SITE_URL + prefix + path in found
    assert not [address for address in found if draft.slug in address]
    assert len(found) == len(set(found))


def test_a_brand_is_named_when_it_is_no_secret_any_more(client, settings):
    now = timezone.now()
    make_drop(watch=make_watch(brand=make_brand(slug="ouverte")), opens_at=now - timedelta(minutes=1))
    make_drop(watch=make_watch(brand=make_brand(slug="secrete")), opens_at=now + timedelta(minutes=1))
    found = addresses(client)
    assert f"{settings.SITE_URL}/marques/ouverte/" in found
    assert not [address for address in found if "secrete" in address]


def test_it_names_the_threads_that_have_something_to_show(client, settings):
    thread, hidden = make_thread(), make_thread(posts=0)
    make_post(hidden, state=PostState.HIDDEN)
    found = addresses(client)
    assert settings.SITE_URL + thread.get_absolute_url() in found
    assert settings.SITE_URL + f"/de{thread.category.get_absolute_url()}" in found
    assert settings.SITE_URL + hidden.get_absolute_url() not in found


def test_it_names_the_ideas_that_everybody_sees(client, settings):
    idea, held = make_idea(), make_idea(visibility="held")
    found = addresses(client)
    assert {
        settings.SITE_URL + path for path in (idea.get_absolute_url(), "/idees/", "/de/idees/feuille-de-route/")
    } <= set(found)
    assert settings.SITE_URL + held.get_absolute_url() not in found
