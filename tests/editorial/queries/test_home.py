import pytest
from django.utils import timezone

from community import panels
from editorial.actions import found_magazine
from editorial.models import HomePage
from editorial.queries.home import panels_of
from tests.factories.editorial import make_article, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(monkeypatch):
    monkeypatch.setattr(panels, "_panels", dict(panels._panels))
    found_magazine()
    return HomePage.objects.get()


def nothing(request, now):
    return None


def names(page, rf):
    return [panel.name for panel in panels_of(page, rf.get("/"), timezone.now())]


def test_panels_stand_in_the_editors_order(home, rf):
    make_article()
    make_term()
    for order in (["articles", "term"], ["term", "articles"]):
        home.panels = [("panel", name) for name in order]
        assert names(home, rf) == order


def test_a_panel_with_nothing_to_say_or_without_its_part_is_left_out(home, rf):
    panels.register_panel("silent", "Silence", "nowhere.html", nothing)
    home.panels = [("panel", "silent"), ("panel", "gone"), ("panel", "term")]
    assert names(home, rf) == []
    make_term()
    assert names(home, rf) == ["term"]


def test_another_parts_panel_is_shown_with_its_own_words(home, client):
    def context(request, now):
        return {"term": {"name": "un mot à moi", "url": "/x/", "short": "s", "short_language": "fr"}}

    panels.register_panel("mine", "Le mien", "editorial/panels/_term.html", context)
    home.panels = [("panel", "mine")]
    home.save_revision().publish()
    assert "un mot à moi" in client.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_whatever_it_shows(home, client, count, django_assert_num_queries):
    for _ in range(count):
        make_article()
        make_term()
    home.panels = [("panel", "articles"), ("panel", "term")]
    home.save()
    client.get("/")
    with django_assert_num_queries(9):
        client.get("/")
