"""What of the magazine is found, and when the index hears of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from community.search.models import IndexEntry
from drops.models import Brand
from tests.factories.drops import make_brand, make_draft, make_drop, make_team_member, make_watch
from tests.factories.editorial import make_article, make_term
from tests.factories.members import make_member
from tests.factories.search import ask, titles

pytestmark = pytest.mark.django_db


def names(asked, kind=""):
    return [str(line.title).replace("<mark>", "").replace("</mark>", "") for line in ask(asked, kind=kind).lines]


# Articles


def test_an_article_is_found_by_its_text_and_a_draft_is_not():
    body = [("chapter", {"heading": "", "text": "<p>On <b>nageait</b> au lac.</p>"})]
    make_article(title="L’eau", body=body)
    make_article(title="Le brouillon", body=body, live=False)
    assert names("nager") == ["L’eau"]


def test_a_draft_upon_a_published_article_is_not_found():
    page = make_article(title="L’eau")
    page.title = "Le secret"
    page.save_revision()
    assert names("secret") == []
    page.get_latest_revision().publish()
    assert names("secret") == ["Le secret"]


def test_an_article_leaves_when_it_is_unpublished_or_deleted():
    page = make_article(title="L’eau")
    page.unpublish()
    assert not IndexEntry.objects.filter(kind="article").exists()
    page.save_revision().publish()
    assert names("eau") == ["L’eau"]
    page.delete()
    assert not IndexEntry.objects.filter(kind="article").exists()


def test_an_article_is_found_by_its_author_its_universe_and_its_date():
    anna = make_member(handle="anna")
    page = make_article(title="L’eau", author=anna)
    page.save_revision().publish()
    today = timezone.localdate()
    assert names("from:anna in:qlock") == ["L’eau"]
    assert names(f"after:{today}") == ["L’eau"]
    assert names(f"eau before:{today}") == []


# Terms


@pytest.mark.parametrize("asked", ["échappement", "hemmung", "escapement", "fourchette", "Hemmungen"])
def test_a_term_is_found_by_each_of_its_names(asked):
    make_term("échappement", name_de="Hemmung", name_en="escapement", synonyms=["fourchette"])
    make_term("spiral")
    assert names(asked) == ["échappement"]


def test_a_term_speaks_the_language_of_its_reader():
    make_term("spiral", name_de="Spiralfeder", short_de="Eine Feder.")
    with translation.override("de"):
        (line,) = ask("spiral").lines
    assert (line.title, line.language) == ("<mark>Spiralfeder</mark>", "de")
    assert line.excerpt == "Eine Feder."


def test_a_term_follows_its_editors():
    term = make_term("spiral")
    term.name_fr = "ressort"
    term.save()
    assert names("ressort", kind="term") == ["ressort"]
    assert names("spiral") != ["spiral"]
    term.delete()
    assert not IndexEntry.objects.filter(kind="term").exists()


def test_a_figure_by_itself_counts():
    make_term("calibre", long_fr="De 5 Hz.")
    make_term("spiral", name_de="Spirale", name_en="hairspring", long_fr="De plusieurs Hz.")
    assert names("5 Hz") == ["calibre"]


@pytest.mark.parametrize("asked", ["balencier", "balancir", "ballancier"])
def test_a_slip_in_a_term_is_forgiven(asked):
    make_term("quantième perpétuel", synonyms=["calendrier perpétuel"])
    make_term("balancier")
    found = ask(asked)
    assert titles(found) == ["balancier"]
    assert found.instead == "balancier"


# Brands: the embargo decides, at the moment somebody asks


SEALED_WORDS = ["Combe", "combee", "comb", "vallée", "Fleurier", "combe vallée", "brand"]


@pytest.fixture
def brand():
    return make_brand(name="Combe", slug="combe", description="Un atelier de la vallée.", town="Fleurier")


@pytest.mark.parametrize("asked", SEALED_WORDS)
@pytest.mark.parametrize("who", [None, make_member])
def test_a_sealed_brand_leaves_no_trace(brand, asked, who):
    viewer = who() if who else None
    without = ask(asked, viewer)
    soon = timezone.now() + timedelta(days=1)
    make_draft(watch=make_watch(brand=brand))
    make_drop(watch=make_watch(brand=brand), opens_at=soon + timedelta(days=1), announced_at=soon)
    make_drop(watch=make_watch(brand=brand), opens_at=soon, announced_at=timezone.now() - timedelta(hours=1))
    assert IndexEntry.objects.filter(kind="brand").count() == 1, "It is in the index: there is something to hide."
    found = ask(asked, viewer)
    assert found.lines == ()
    assert found == without


def test_a_brand_is_found_from_the_opening_on_and_nothing_has_to_run(brand):
    drop = make_drop(watch=make_watch(brand=brand), opens_at=timezone.now() + timedelta(hours=1))
    assert names("combe") == []
    assert [line.title for line in ask("combe", make_team_member()).lines] == ["<mark>Combe</mark>"]
    type(drop).objects.filter(pk=drop.pk).update(opens_at=timezone.now() - timedelta(seconds=1))
    assert names("combe") == names("vallée") == ["Combe"]
    assert titles(ask("Combre")) == ["Combe"]


def test_a_brand_follows_the_team(brand):
    brand.name = "Soliat"
    brand.save()
    assert IndexEntry.objects.get(kind="brand").title == "Soliat"
    Brand.objects.get().delete()
    assert not IndexEntry.objects.filter(kind="brand").exists()


# All of it


def test_reindex_finds_the_same_again():
    make_article(title="L’eau")
    make_term("spiral")
    make_drop()
    columns = ["kind", "key", "language", "audience", "title", "body", "place", "author_id", "weight"]
    before = sorted(IndexEntry.objects.values_list(*columns))
    IndexEntry.objects.all().delete()
    call_command("reindex", verbosity=0)
    kinds = ["article", "brand", "term"]
    assert sorted(IndexEntry.objects.filter(kind__in=kinds).values_list(*columns)) == before


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("make", [make_term, make_article, make_drop])
def test_a_search_costs_the_same_whatever_it_finds(make, count, django_assert_num_queries):
    for _ in range(count):
        make()
    asked = {make_term: "pignon", make_article: "article", make_drop: "combe"}[make]
    statements = {make_term: 4, make_article: 6, make_drop: 5}[make]  # three, and what its part asks
    with django_assert_num_queries(statements):
        assert len(ask(asked).lines) == count
