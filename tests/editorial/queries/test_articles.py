from datetime import date

import pytest

from editorial.queries.articles import article_list, article_of, latest_articles
from tests.factories.drops import make_universe
from tests.factories.editorial import make_article, make_figure

pytestmark = pytest.mark.django_db


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
