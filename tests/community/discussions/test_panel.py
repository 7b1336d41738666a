from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from community.discussions.models import Reading, Stance
from community.discussions.panel import cafe_panel
from realtime import clock
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf):
    def make(user=None):
        request = rf.get("/")
        request.user = user or AnonymousUser()
        return request

    return make


def titles(panel):
    return [line.title for line in panel["lines"]]


def test_an_empty_cafe_shows_nothing(request_of):
    assert cafe_panel(request_of(), clock.now()) is None
    make_thread(posts=0)
    assert cafe_panel(request_of(), clock.now()) is None


def test_the_liveliest_of_the_week_come_first(request_of):
    now = clock.now()
    make_thread(posts=1, title="Un mot")
    make_thread(posts=3, title="Trois mots")
    long_ago = make_thread(posts=0, title="Autrefois")
    for _ in range(5):
        make_post(long_ago, author=long_ago.author, at=now - timedelta(days=8))
    make_thread(posts=2, title="Deux mots")
    assert titles(cafe_panel(request_of(), clock.now())) == ["Trois mots", "Deux mots", "Un mot"]


def test_what_was_deleted_makes_no_noise(request_of):
    quiet = make_thread(posts=1, title="Presque muet")
    for _ in range(3):
        make_post(quiet, author=quiet.author, state="deleted")
    make_thread(posts=2, title="Deux mots")
    assert titles(cafe_panel(request_of(), clock.now())) == ["Deux mots", "Presque muet"]


def test_what_one_muted_is_left_out(request_of):
    member = make_member()
    thread = make_thread(title="Assez")
    Reading.objects.create(member=member, thread=thread, stance=Stance.MUTED)
    assert cafe_panel(request_of(member), clock.now()) is None
    assert titles(cafe_panel(request_of(), clock.now())) == ["Assez"]


@pytest.mark.parametrize("threads", [1, 3])
def test_it_asks_once(request_of, django_assert_num_queries, threads):
    table = make_table()
    for _ in range(threads):
        make_thread(posts=2, category=table)
    member = make_member()
    for user in (None, member):
        with django_assert_num_queries(1):
            assert len(cafe_panel(request_of(user), clock.now())["lines"]) == threads


def test_it_shows_titles_that_lead_there(request_of):
    thread = make_thread(title="La gare avance")
    panel = cafe_panel(request_of(), clock.now())
    html = render_to_string("discussions/_cafe_panel.html", panel, request_of())
    assert f'<a href="{thread.get_absolute_url()}" lang="fr">La gare avance</a>' in html
