from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from editorial.models import Series
from editorial.queries.articles import article_list, latest_articles
from editorial.queries.articles import article_of as whole
from tests.factories.drops import make_universe
from tests.factories.editorial import make_article, make_figure, make_term
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def article_of(page):
    return whole(page, AnonymousUser(), timezone.now())


def test_the_newest_comes_first_and_drafts_never():
    old = make_article(date=date(2026, 1, 1))
    new = make_article(date=date(2026, 2, 1))
    make_article(live=False, date=date(2026, 3, 1))
    assert [card.title for card in latest_articles(5)] == [new.title, old.title]


def test_a_universe_narrows_the_list_and_an_unknown_one_empties_it():
    make_article()
    other = make_article(universe=make_universe(slug="qwine", name="Qwine"))
    assert [card.title for card in article_list("1", universe="qwine").cards] == [other.title]
    for unknown in ["nowhere", "\x00", "é"]:
        assert article_list("1", universe=unknown).cards == []
    assert [each.slug for each in article_list("1").universes] == ["qlock", "qwine"]


@pytest.mark.parametrize("number", ["", "0", "x", "99", "-1"])
def test_a_senseless_leaf_is_answered_by_the_nearest(number):
    make_article()
    assert len(article_list(number).cards) == 1


def test_what_to_read_next_is_never_the_article_itself():
    here, *others = (make_article() for _ in range(5))
    further = article_of(here).further
    assert len(further) == 3
    assert {card.title for card in further} <= {page.title for page in others}


def test_reading_takes_a_minute_at_least_and_counts_the_body_alone():
    text = "<p>" + "mot " * 440 + "</p>"
    assert make_article().reading_minutes == 1
    assert make_article(body=[("chapter", {"heading": "", "text": text})]).reading_minutes == 2
    assert make_article(body=[("chapter", {"heading": "", "text": text + "<p>mot</p>"})]).reading_minutes == 3


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(count, django_assert_num_queries):
    for _ in range(count):
        make_article()
    with django_assert_num_queries(4):
        article_list("1")
    with django_assert_num_queries(2):
        latest_articles(3)


@pytest.fixture
def library(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_first_figure_is_what_lists_show(library):
    figures = [make_figure(), make_figure()]
    page = make_article(body=figures)
    cover = article_list("1").cards[0].cover
    assert page.cover == figures[0][1]["image"]["image"]
    assert cover.width * 2 == cover.height * 3
    assert (library / cover.url.removeprefix("/media/")).exists()
    page.body = []
    page.save()
    assert article_list("1").cards[0].cover is None


def test_a_picture_whose_file_is_gone_is_none(library):
    page = make_article(body=[make_figure()])
    page.cover.file.storage.delete(page.cover.file.name)
    assert article_list("1").cards[0].cover is None


@pytest.mark.parametrize("count", [1, 3])
def test_pictures_cost_one_query_more(library, count, django_assert_num_queries):
    for _ in range(count):
        make_article(body=[make_figure()])
    article_list("1")  # draws what is missing
    with django_assert_num_queries(5):
        article_list("1")
    with django_assert_num_queries(3):
        latest_articles(3)


def prose(words):
    return [("chapter", {"heading": "", "text": f"<p>{words}</p>"})]


def test_what_shares_the_rarest_terms_is_read_next():
    for name in ("spiral", "ancre", "lune"):
        make_term(name, slug=name)
    common = [make_article(body=prose("Une ancre.")) for _ in range(3)]
    rare = make_article(body=prose("Le spiral et une ancre."))
    newest = make_article(body=prose("La lune."))
    here = make_article(body=prose("Un spiral, une ancre."))
    titles = [card.title for card in article_of(here).further]
    assert titles[0] == rare.title
    assert set(titles[1:]) < {page.title for page in common}
    assert article_of(newest).further, "Who shares nothing is followed by the newest."


def test_a_series_counts_what_can_be_read_in_its_order(client):
    series = Series.objects.create(slug="coeur", title="Le cœur", title_de="Das Herz")
    last = make_article(series=series, place=9)
    first = make_article(series=series, place=1)
    make_article(series=series, place=2, live=False)
    middle = make_article(series=series, place=4)
    part = article_of(middle).part
    assert (part.number, part.total) == (2, 3)
    assert (part.before.title, part.after.title) == (first.title, last.title)
    assert article_of(first).part.before is None
    assert article_of(last).part.after is None
    html = client.get(f"/articles/{middle.slug}/").content.decode()
    assert "partie 2 sur 3" in html
    assert 'rel="prev"' in html
    html = client.get("/de/articles/series/coeur/").content.decode()
    assert "<h1>Das Herz</h1>" in html
    assert html.index(first.title) < html.index(middle.title) < html.index(last.title)


def test_following_a_series_ends_whatever_the_places_are(client):
    """Two of one place, places with gaps: it is a list, so no way through it leads in a circle."""
    series = Series.objects.create(slug="coeur", title="Le cœur")
    pages = {page.title: page for page in (make_article(series=series, place=place) for place in (2, 1, 2, 7))}
    here, seen = min(pages.values(), key=lambda page: (page.place, page.pk)), []
    while here.title not in seen:
        seen.append(here.title)
        after = article_of(here).part.after
        here = pages[after.title] if after else here
    assert len(seen) == 4


def test_authors_and_themes_have_their_pages(client):
    author = make_member(handle="plume")
    page, other = make_article(author=author), make_article()
    page.tags.add("Finitions")
    page.save()
    for address in ["/articles/auteurs/plume/", "/articles/themes/finitions/"]:
        html = client.get(address).content.decode()
        assert page.title in html
        assert other.title not in html
    html = client.get(f"/articles/{page.slug}/").content.decode()
    assert 'href="/articles/auteurs/plume/"' in html
    assert 'href="/articles/themes/finitions/"' in html


@pytest.mark.parametrize("path", ["auteurs/personne", "series/aucune", "themes/aucun"])
def test_an_empty_shelf_is_no_page(client, path):
    make_member(handle="muette")
    assert client.get(f"/articles/{path}/").status_code == 404
    assert client.get("/articles/auteurs/muette/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_shelf_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    author = make_member(handle="plume")
    for _ in range(count):
        make_article(author=author)
    client.get("/articles/auteurs/plume/")
    with django_assert_num_queries(4):
        client.get("/articles/auteurs/plume/")
    client.get("/de/articles/auteurs/plume/")
    with django_assert_num_queries(5):  # and the translations
        client.get("/de/articles/auteurs/plume/")
