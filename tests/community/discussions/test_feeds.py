from xml.etree import ElementTree as ET

import pytest

from community.discussions.feeds import LENGTH
from community.discussions.models import PostState
from tests.factories.discussions import make_post, make_table, make_thread

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, path):
    response = client.get(path)
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


def test_a_post_is_an_entry(client, settings):
    post = make_post(source="Un **cadran** soleillé <b>bleu</b>.")
    (entry,) = entries(client, "/cafe/feed/")
    assert entry.findtext(f"{ATOM}title") == post.thread.title
    assert entry.findtext(f"{ATOM}summary") == "Un cadran soleillé <b>bleu</b>."
    assert entry.find(f"{ATOM}link").get("href") == f"{settings.SITE_URL}/cafe/p/{post.pk}/"
    assert entry.find(f"{ATOM}author").findtext(f"{ATOM}name") == post.author.handle


def test_each_feed_holds_its_own(client):
    here, there = make_thread(category=make_table()), make_thread(category=make_table())
    make_thread(subject="article", subject_id=9, title="Sous un article")
    assert len(entries(client, "/cafe/feed/")) == 2
    for thread in (here, there):
        for path in (thread.category.get_absolute_url(), thread.get_absolute_url()):
            titles = [entry.findtext(f"{ATOM}title") for entry in entries(client, f"{path}feed/")]
            assert titles == [thread.title]


def test_a_feed_ends_and_shows_nothing_hidden(client):
    thread = make_thread(posts=LENGTH + 1)
    make_post(thread, state=PostState.HIDDEN, source="Masqué.")
    found = entries(client, thread.get_absolute_url() + "feed/")
    assert len(found) == LENGTH
    assert "Masqué." not in [entry.findtext(f"{ATOM}summary") for entry in found]


@pytest.mark.parametrize("path", ["/cafe/c/nulle-part/feed/", "/cafe/t/x/9/feed/"])
def test_what_is_not_there_has_no_feed(client, path):
    assert client.get(path).status_code == 404


def test_a_feed_takes_the_same_queries_with_one_post_and_three(client, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            entries(client, "/cafe/feed/")
        make_thread(posts=3)
