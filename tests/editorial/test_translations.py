"""An article in three languages: one address, one talk, the words of whoever reads."""

import json
import re

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page

from community.members.groups import EDITORS
from editorial.actions import found_magazine, found_translations
from editorial.models import ArticleIndexPage, ArticlePage, HomePage
from tests.factories.editorial import make_article, make_term
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def translated(page, code, **fields):
    found_translations(found_magazine())
    copy = page.copy_for_translation(Locale.objects.get(language_code=code))
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_rooms_are_made_once_and_never_shown(client):
    index = found_magazine()
    found_translations(index)
    counts = HomePage.objects.count(), ArticleIndexPage.objects.count()
    found_translations(index)
    assert counts == (HomePage.objects.count(), ArticleIndexPage.objects.count()) == (3, 3)
    assert [page.locale.language_code for page in ArticleIndexPage.objects.live()] == ["fr"]
    assert found_magazine() == index
    for prefix in ["", "/de", "/en"]:
        read(client, f"{prefix}/articles/")


def test_a_translated_article_is_read_at_the_same_address(client, settings):
    make_term("spiral")
    page = make_article(title="Le spiral", body=[("chapter", {"heading": "", "text": "<p>Le spiral bat.</p>"})])
    words = [("chapter", {"heading": "", "text": "<p>Die Spirale schwingt.</p>"})]
    translated(page, "de", title="Die Spirale", body=words)
    path = f"/articles/{page.slug}/"
    german = read(client, f"/de{path}")
    assert '<h1 lang="de">Die Spirale</h1>' in german
    assert "Die Spirale schwingt." in german
    assert f'<link rel="canonical" href="{settings.SITE_URL}/de{path}">' in german
    for code, prefix in {"fr": "", "de": "/de", "en": "/en"}.items():
        assert f'<link rel="alternate" hreflang="{code}" href="{settings.SITE_URL}{prefix}{path}">' in german
    assert "pas encore traduit" not in german
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', german, re.DOTALL)
    assert json.loads(data)["inLanguage"] == "de-CH"
    assert '<h1 lang="fr">Le spiral</h1>' in read(client, path)


def test_an_untranslated_article_is_french_and_says_so(client, settings):
    page = make_article(title="Le spiral")
    english = read(client, f"/en/articles/{page.slug}/")
    assert '<h1 lang="fr">Le spiral</h1>' in english
    assert f'<link rel="canonical" href="{settings.SITE_URL}/articles/{page.slug}/">' in english
    assert 'class="small soft article__untranslated"' in english
    assert "article__untranslated" not in read(client, f"/articles/{page.slug}/")


def test_lists_speak_the_readers_language_where_they_can(client):
    page, other = make_article(title="Le spiral"), make_article(title="La goutte")
    translated(page, "de", title="Die Spirale")
    german, french = read(client, "/de/articles/"), read(client, "/articles/")
    assert "Die Spirale" in german
    assert "La goutte" in german
    assert "Le spiral" not in german
    assert "Die Spirale" not in french
    assert french.count(f"/articles/{page.slug}/") == 1 + french.count(f"/articles/{other.slug}/") - 1


def test_a_draft_of_a_translation_changes_nothing(client):
    page = make_article(title="Le spiral")
    found_translations(found_magazine())
    page.copy_for_translation(Locale.objects.get(language_code="de"))
    assert '<h1 lang="fr">Le spiral</h1>' in read(client, f"/de/articles/{page.slug}/")


def test_one_talk_serves_all_languages(client):
    page = make_article()
    translated(page, "de", title="Die Spirale")
    assert f"/cafe/sur/article/{page.pk}/" in read(client, f"/de/articles/{page.slug}/")


def test_a_translation_is_found_by_its_own_words_at_the_one_address(client):
    page = make_article(title="Le spiral")
    translated(page, "de", title="Die Spiralfeder", lede="Unruhig.")
    html = read(client, "/de/recherche/?q=Spiralfeder")
    assert f'href="/de/articles/{page.slug}/"' in html


def test_an_article_begins_in_french(client):
    index = found_magazine()
    found_translations(index)
    german = index.get_translation(Locale.objects.get(language_code="de"))
    assert ArticlePage.can_create_at(index)
    assert not ArticlePage.can_create_at(german)


def test_editors_translate_with_wagtails_own_button(client):
    page = make_article()
    found_translations(found_magazine())
    editor = make_member(is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    german = Locale.objects.get(language_code="de")
    address = f"/atelier/translation/submit/page/{page.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"locales": [german.pk]}).status_code == 302
    copy = Page.objects.get(translation_key=page.translation_key, locale=german).specific
    assert (copy.title, copy.live) == (page.title, False)
    assert client.get(f"/atelier/pages/{copy.pk}/edit/").status_code == 200
