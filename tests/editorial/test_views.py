import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.search.forms import LONGEST
from editorial.actions import found_magazine
from editorial.models import PlainReader
from tests.factories.discussions import make_post, make_thread
from tests.factories.drops import make_brand, make_draft, make_drop, make_watch
from tests.factories.editorial import make_article, make_term
from tests.factories.ideas import make_idea
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
LANGUAGES = {"fr": "", "de": "/de", "en": "/en"}


def data_of(response):
    """The page's structured data, parsed as a machine would."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return json.loads(block)


@pytest.mark.parametrize("prefix", LANGUAGES.values())
@pytest.mark.parametrize("path", ["/", "/articles/", "/glossaire/", "/recherche/"])
def test_an_empty_house_has_its_pages(client, prefix, path):
    found_magazine()
    response = client.get(prefix + path)
    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


def test_an_article_reads_in_french_whatever_surrounds_it(client, settings):
    make_term("spiral")
    page = make_article(title="Le spiral", body=[("chapter", {"heading": "Un", "text": "<p>Le spiral bat.</p>"})])
    response = client.get(f"/de/articles/{page.slug}/")
    html = response.content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/articles/{page.slug}/">' in html
    assert 'href="/de/glossaire/' in html
    assert '<h1 lang="fr">Le spiral</h1>' in html
    data = data_of(response)
    assert (data["@type"], data["headline"], data["inLanguage"]) == ("Article", "Le spiral", "fr-CH")
    assert data["datePublished"] == "2026-11-01"


def test_every_kind_of_block_shows_and_escapes(client):
    body = [
        ("chapter", {"heading": "Un <b>titre</b>", "text": "<p>Du texte.</p>"}),
        ("quote", {"text": "Il a dit <i>non</i>.", "source": "un horloger"}),
        ("data_sheet", {"title": "La fiche", "rows": [{"label": "Boîtier", "value": "<acier>"}]}),
    ]
    html = client.get(f"/articles/{make_article(body=body).slug}/").content.decode()
    for shown in ["Un &lt;b&gt;titre", "<p>Du texte.</p>", "&lt;i&gt;non", "un horloger", "La fiche", "&lt;acier&gt;"]:
        assert shown in html


def test_a_draft_and_its_address_do_not_exist(client):
    page = make_article(live=False)
    assert client.get(f"/articles/{page.slug}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_an_article_costs_the_same_whatever_stands_beside_it(client, count, django_assert_num_queries):
    for _ in range(count):
        make_term()
        page = make_article()
    client.get(f"/articles/{page.slug}/")
    with django_assert_num_queries(18):  # two of them ask whether anybody said or asked anything under it
        client.get(f"/articles/{page.slug}/")


def test_the_glossary_is_a_set_of_terms(client, settings):
    term = make_term("spiral", slug="spiral", short_fr="Un </script> ressort.")
    data = data_of(client.get("/glossaire/"))
    assert data["@type"] == "DefinedTermSet"
    assert data["hasDefinedTerm"] == [
        {
            "@type": "DefinedTerm",
            "name": "spiral",
            "description": term.short_fr,
            "url": f"{settings.SITE_URL}/glossaire/spiral/",
        }
    ]


def test_a_term_has_three_names_and_leads_on(client, settings):
    term = make_term("spiral", slug="spiral", name_de="Spiralfeder", name_en="hairspring", synonyms=["ressort spiral"])
    other = make_term("balancier", slug="balancier")
    term.related.add(other)
    response = client.get("/glossaire/spiral/")
    html = response.content.decode()
    for shown in ["Spiralfeder", "hairspring", "ressort spiral", "Balancier".lower(), "/glossaire/balancier/"]:
        assert shown in html
    data = data_of(response)
    assert data["alternateName"] == ["Spiralfeder", "hairspring", "ressort spiral"]
    assert data["inDefinedTermSet"] == f"{settings.SITE_URL}/glossaire/"
    assert "<h1><dfn>Spiralfeder</dfn></h1>" in client.get("/de/glossaire/spiral/").content.decode()


@pytest.mark.parametrize("path", ["/glossaire/nulle-part/", "/marques/nulle-part/", "/articles/nulle-part/"])
def test_what_is_not_there_is_not_found(client, path):
    found_magazine()
    assert client.get(path).status_code == 404


def test_a_question_has_a_length(client):
    assert client.get("/glossaire/", {"q": "s" * LONGEST}).status_code == 200
    response = client.get("/glossaire/", {"q": "s" * (LONGEST + 1)})
    assert response.status_code == 400
    assert f"{LONGEST} signes" in response.content.decode()


def test_the_glossary_finds_terms_alone_and_repeats_the_question_harmlessly(client):
    make_term("spiral")
    page = make_article(title="Le spiral et nous")
    html = client.get("/glossaire/", {"q": "SPIRAL"}).content.decode()
    assert "<mark>spiral</mark>" in html
    assert page.url not in html
    html = client.get("/glossaire/", {"q": "<script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_the_search_finds_in_every_place(client):
    make_term("spiral")
    make_article(title="Le spiral et nous")
    html = client.get("/recherche/", {"q": "spiral"}).content.decode()
    assert "find--term" in html
    assert "find--article" in html


def test_a_slip_in_the_glossary_is_answered_by_the_term(client):
    make_term("tourbillon", slug="tourbillon")
    html = client.get("/glossaire/", {"q": "tourbilon"}).content.decode()
    assert 'href="/glossaire/tourbillon/"' in html
    assert 'href="?q=tourbillon"' in html
    html = client.get("/glossaire/", {"q": "fromage"}).content.decode()
    assert 'sous <a href="/drops/">Drops</a>' in html, "A watch's name is often what is looked for."


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("name", ["glossary", "robots"])
def test_pages_are_only_read(client, method, name):
    assert getattr(client, method)(reverse(name)).status_code == 405


def test_a_brand_shows_once_a_drop_of_it_has_opened(client):
    watch = make_watch(brand=make_brand(slug="combe", name="Combe", description="Un atelier de six."))
    make_draft(watch=watch)
    assert client.get("/marques/combe/").status_code == 404
    drop = make_drop(watch=watch)
    response = client.get("/marques/combe/")
    assert f"/drops/{drop.code}/" in response.content.decode()
    assert data_of(response)["@type"] == "Brand"
    assert "1290" not in response.content.decode()  # no price


def test_robots_find_the_map_and_stay_out_of_the_back_office(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /atelier/" in text


def test_a_term_shows_its_drawing_and_lists_show_it_small(client):
    make_term("spiral", slug="spiral", drawing="spiral")
    page = client.get("/glossaire/spiral/").content.decode()
    assert '<title id="dessin-titre">spiral</title>' in page
    (address,) = set(re.findall(r'<use href="([^"#]+)#spiral"', client.get("/glossaire/").content.decode()))
    sheet = client.get(address)
    assert sheet["Content-Type"] == "image/svg+xml"
    assert "immutable" in sheet["Cache-Control"]
    assert 'id="spiral"' in sheet.content.decode()
    assert client.get(address.replace(".svg", "0.svg")).status_code == 404


def test_a_term_says_who_uses_it(client):
    make_term("spiral", slug="spiral")
    make_article(title="Respirer", body=[("chapter", {"heading": "", "text": "<p>Un spiral.</p>"})])
    assert "Respirer" in client.get("/glossaire/spiral/").content.decode()


def test_a_member_reads_plainly_and_back(client):
    make_term("spiral", slug="spiral")
    page = make_article(body=[("chapter", {"heading": "", "text": "<p>Un spiral.</p>"})])
    client.force_login(make_member())
    address = f"/articles/{page.slug}/"
    assert 'class="term"' in client.get(address).content.decode()
    answer = client.post("/glossaire/mots-soulignes/", {"sans": "1", "suite": "/glossaire/spiral/"})
    assert (answer.status_code, answer["Location"]) == (302, "/glossaire/spiral/")
    assert 'class="term"' not in client.get(address).content.decode()
    assert "Souligner de nouveau" in client.get("/glossaire/").content.decode()
    client.post("/glossaire/mots-soulignes/", {})
    assert 'class="term"' in client.get(address).content.decode()


def test_who_sets_it_is_a_member_and_goes_nowhere_else(client):
    assert "/comptes/login/" in client.post("/glossaire/mots-soulignes/", {"sans": "1"})["Location"]
    assert not PlainReader.objects.exists()
    client.force_login(make_member())
    answer = client.post("/glossaire/mots-soulignes/", {"suite": "https://ailleurs.example/"})
    assert answer["Location"] == "/glossaire/"
    assert client.get("/glossaire/mots-soulignes/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_a_thread_is_explained_at_the_price_of_one_question(client, count):
    make_term("spiral")
    thread = make_thread(title="Aimanté")
    for _ in range(count):
        make_post(thread=thread, source="Le spiral, dit-on.\n\n> un spiral cité")
    address = thread.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        html = client.get(address).content.decode()
    assert html.count('class="term"') == count
    assert sum("glossaryversion" in query["sql"] for query in asked) == 1


def test_an_idea_is_explained(client):
    make_term("spiral")
    idea = make_idea(source="Un spiral vert.")
    assert 'class="term"' in client.get(f"/idees/{idea.pk}/{idea.slug}/").content.decode()
