"""What machines read of creations: the API, the feed, the search, the site's map, the home page, one's own page."""

from xml.etree import ElementTree as ET

import pytest
from django.test import RequestFactory

from community.members.mine import mine_of
from community.search.kinds import kind_of
from ideas.creations.actions.following import follow_creation, unfollow_creation
from ideas.creations.models import CreationState
from ideas.creations.panel import creation_panel
from ideas.creations.search import KIND
from realtime import clock
from realtime.clock import to_ms
from tests.factories.creations import make_creation, make_decided_stage, make_open_stage

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def creation():
    creation = make_creation(title="Le régulateur")
    make_decided_stage(creation, "38,5 mm")
    make_open_stage(creation, title="Le cadran", hands_on="Le cadran **gagnant**.")
    return creation


def test_the_api_says_what_the_page_says(client, creation):
    make_open_stage(make_creation(state=CreationState.DRAFT))
    make_decided_stage(make_creation())
    whole = client.get("/api/v1/creations/").json()
    assert [len(whole[name]) for name in ("running", "finished")] == [1, 1]
    one = client.get(f"/api/v1/creations/{creation.slug}/").json()
    assert one == whole["running"][0]
    decided, now_open = one["stages"]
    assert (decided["outcome"], decided["phase"], now_open["phase"]) == ("38,5 mm", "decided", "open")
    assert now_open["rule"].strip() == "<p>Le cadran <strong>gagnant</strong>.</p>"
    assert now_open["opens_at"] == to_ms(creation.stages.last().opens_at)
    assert client.get("/api/v1/creations/rien/").status_code == 404


def test_its_feed(client, creation, settings):
    feed = ET.fromstring(client.get(f"{creation.get_absolute_url()}feed/").content)
    titles = [each.text for each in feed.iter(f"{ATOM}title")]
    assert titles[0] == "Qlock · Le régulateur"
    assert len(titles) == 1 + 3  # the first stage opened and was decided, the second is open
    links = [each.get("href") for each in feed.iter(f"{ATOM}link")]
    assert f"{settings.SITE_URL}{creation.get_absolute_url()}1/#decision" in links


def test_it_is_found_by_all_its_words(creation):
    make_creation(state=CreationState.DRAFT)
    (entry,) = KIND.entries()
    assert "38,5 mm" in entry.body
    assert "Le cadran" in entry.body
    request = RequestFactory().get("/")
    assert kind_of("creation").load([str(creation.pk)], request)[str(creation.pk)]["url"] == creation.get_absolute_url()


def test_the_map_of_the_site_names_it(client, creation, settings):
    hidden = make_creation(state=CreationState.DRAFT, slug="cachee")
    written = client.get("/sitemap.xml", headers={"host": "127.0.0.1"}).content.decode()
    assert f"{settings.SITE_URL}{creation.get_absolute_url()}<" in written
    assert hidden.slug not in written


def test_the_home_page_shows_what_is_open(creation):
    request = RequestFactory().get("/")
    assert creation_panel(request, clock.now())["line"].slug == creation.slug
    creation.stages.filter(n=2).delete()
    assert creation_panel(request, clock.now()) is None


def test_my_page_lists_what_i_follow(creation, member):
    follow_creation(creation, by=member)
    mine = {each.name: each for each in mine_of(member)}["creations"]
    assert [line.title for line in mine.lines] == ["Le régulateur"]
    unfollow_creation(creation, by=member)
    assert {each.name: each for each in mine_of(member)}["creations"].count == 0
