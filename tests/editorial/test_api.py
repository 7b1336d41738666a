import pytest

from tests.factories.editorial import make_term

pytestmark = pytest.mark.django_db


def test_the_glossary_reads_in_three_languages(client):
    make_term("spiral", slug="spiral", name_de="Spiralfeder", name_en="hairspring", short_fr="Un ressort.")
    make_term("échappement", category="boitier")
    terms = client.get("/api/v1/terms/").json()["terms"]
    assert [term["name"]["fr"] for term in terms] == ["échappement", "spiral"]
    assert terms[1] == {
        "slug": "spiral",
        "url": "/glossaire/spiral/",
        "category": "mouvement",
        "name": {"fr": "spiral", "de": "Spiralfeder", "en": "hairspring"},
        "short": {"fr": "Un ressort.", "de": "", "en": ""},
        "synonyms": [],
    }


@pytest.mark.parametrize(("category", "count"), [("boitier", 1), ("nulle-part", 0), ("\0", 0)])
def test_a_category_of_it(client, category, count):
    make_term("lunette", category="boitier")
    make_term("spiral")
    assert len(client.get("/api/v1/terms/", {"category": category}).json()["terms"]) == count


def test_one_term_whole(client):
    one, other = make_term("spiral", slug="spiral", long_fr="Long."), make_term("balancier", slug="balancier")
    one.related.add(other)
    term = client.get("/api/v1/terms/spiral/").json()
    assert (term["long"], term["related"]) == ("Long.", ["balancier"])
    assert client.get("/api/v1/terms/nulle-part/").status_code == 404


def test_it_is_only_read(client):
    assert client.post("/api/v1/terms/").status_code in {403, 405}


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(client, count, django_assert_num_queries):
    for _ in range(count):
        make_term()
    with django_assert_num_queries(1):
        client.get("/api/v1/terms/")
