import io
import tomllib
from itertools import pairwise
from random import Random

import pytest
from PIL import Image

from community.members.groups import EDITORS
from community.text.folding import fold, words_of
from drops.demo.catalogue import NEXT, PAST, REHEARSED
from drops.drawing import draw
from editorial.demo import make_demo_editorial, pictures
from editorial.demo.make import HERE, TRANSLATED, articles_in, typeset
from editorial.models import ArticlePage, Term
from editorial.models.glossary import Category
from editorial.models.pages import PICTURED
from tests.factories.members import make_member
from tests.factories.pictures import picture_bytes

ROWS = tomllib.loads((HERE / "terms.toml").read_text())["term"]
ARTICLES = articles_in()
TRANSLATIONS = [row | {"language": code} for code in TRANSLATED for row in articles_in(code)]


@pytest.fixture(autouse=True)
def studio(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    drawn = picture_bytes("JPEG", (60, 75))
    monkeypatch.setattr(pictures, "paint_all", lambda commissions: (drawn for _ in commissions))
    monkeypatch.setattr(pictures, "WIDTH", 60)


def row_id(row):
    return row["slug"]


@pytest.mark.django_db
def test_twice_is_once_and_what_an_editor_wrote_stays():
    editor = make_member(email="redaction@demo.example", handle="redaction")
    make_demo_editorial()
    Term.objects.filter(slug="spiral").update(short_fr="À moi.")
    counts = Term.objects.count(), ArticlePage.objects.count(), Term.related.through.objects.count()
    make_demo_editorial()
    assert counts == (Term.objects.count(), ArticlePage.objects.count(), Term.related.through.objects.count())
    assert Term.objects.get(slug="spiral").short_fr == "À moi."
    assert {page.author for page in ArticlePage.objects.live()} == {editor}
    assert EDITORS in editor._meta.get_field("groups").related_model.objects.values_list("name", flat=True)


@pytest.mark.django_db
def test_every_page_of_it_opens(client):
    make_demo_editorial()
    paths = [f"/glossaire/{row['slug']}/" for row in ROWS] + [f"/articles/{row['slug']}/" for row in ARTICLES]
    for path in ["/", "/articles/", "/glossaire/", *paths]:
        assert client.get(path).status_code == 200, path


@pytest.mark.django_db
def test_every_article_has_a_picture_and_says_what_it_shows(client):
    make_demo_editorial()
    for page in ArticlePage.objects.all():
        assert page.cover.width * 2 == page.cover.height * 3
        figure = next(block.value for block in page.body if block.block_type in PICTURED)
        prefix = "" if page.locale.language_code == "fr" else f"/{page.locale.language_code}"
        text = client.get(f"{prefix}/articles/{page.slug}/").content.decode()
        assert f'alt="{figure["image"].contextual_alt_text}"' in text
        assert '<meta property="og:image" content="http' in text


@pytest.mark.parametrize("name", pictures.DESIGNS)
def test_each_illustration_can_be_drawn(name):
    design, view = pictures.DESIGNS[name]
    drawn = io.BytesIO()
    draw(design, 48, view=view, chance=Random(name)).save(drawn, "JPEG")
    with Image.open(io.BytesIO(pictures._landscape(drawn.getvalue(), view))) as cut:
        assert cut.size == (48, 32)


def test_no_illustration_is_a_watch_of_a_drop():
    sold = {model.design for model in (*PAST, NEXT, REHEARSED)}
    assert not sold & {design for design, _ in pictures.DESIGNS.values()}


def test_there_is_enough_to_read():
    assert len(ROWS) >= 90
    assert len(ARTICLES) >= 12
    assert {row["category"] for row in ROWS} == set(Category.values)


@pytest.mark.parametrize("row", ROWS, ids=row_id)
def test_a_term_is_whole(row):
    for name in ["name_fr", "name_de", "name_en", "short_fr", "short_de", "short_en", "long_fr"]:
        assert row[name].strip() == row[name] != ""
    assert all(len(row[f"short_{language}"]) <= 240 for language in ("fr", "de", "en"))
    assert len(words_of(row["long_fr"])) >= 70
    assert set(row.get("related", [])) <= {other["slug"] for other in ROWS} - {row["slug"]}
    assert "ß" not in row["name_de"] + row["short_de"]


def test_no_word_leads_to_two_terms():
    names = [name.casefold() for row in ROWS for name in (row["name_fr"], *row.get("synonyms", []))]
    assert len(names) == len(set(names))


def test_terms_stand_in_the_alphabet_as_a_reader_of_the_file_expects():
    assert all(fold(before["slug"]) < fold(after["slug"]) for before, after in pairwise(ROWS))


def words_in(row):
    return words_of(" ".join(block.get("text", "") for block in row["body"]))


@pytest.mark.parametrize("row", ARTICLES, ids=row_id)
def test_an_article_has_substance_and_names_its_sources(row):
    assert 600 <= len(words_in(row)) <= 1500
    assert len(row["lede"]) <= 300
    assert any("picture" in block for block in row["body"])
    assert row["body"][-1]["type"] == "sources"
    assert len(row["body"][-1]["rows"]) >= 3


@pytest.mark.parametrize("row", TRANSLATIONS, ids=lambda row: f"{row['slug']}-{row['language']}")
def test_a_translation_is_as_whole_as_what_it_translates(row):
    french = next(each for each in ARTICLES if each["slug"] == row["slug"])
    assert [block["type"] for block in row["body"]] == [block["type"] for block in french["body"]]
    assert len(words_in(row)) >= 500
    assert "ß" not in str(row)


def test_three_articles_are_translated_and_each_has_a_picture_of_its_own():
    assert len(TRANSLATIONS) == 3 * len(TRANSLATED)
    covers = [next(block["picture"] for block in row["body"] if "picture" in block) for row in ARTICLES]
    assert len(set(covers)) == len(ARTICLES) >= 12
    assert set(covers) == set(pictures.DESIGNS) | set(pictures.PAINTINGS)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Voici : « 5 bar » ; 60 %", "Voici\u202f: «\u202f5\u00a0bar\u202f»\u202f; 60\u00a0%"),
        ("38,5 mm, 295 °C, 28'800 A/h", "38,5\u00a0mm, 295\u00a0°C, 28'800\u00a0A/h"),
        ("12 heures", "12 heures"),
        (["a : b"], ["a\u202f: b"]),
        (7, 7),
    ],
)
def test_french_is_set_as_it_is_printed(text, printed):
    assert typeset(text) == printed
