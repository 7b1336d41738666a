import json

import pytest
from django.core.exceptions import ValidationError
from django.test.html import parse_html
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, streamfield

from editorial.blocks import BodyBlock
from tests.factories.drops import make_universe
from tests.factories.editorial import make_article, make_figure
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
BODY = BodyBlock()


@pytest.fixture
def library(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page_with(client, *body):
    page = make_article(body=list(body))
    html = client.get(f"/articles/{page.slug}/").content.decode()
    parse_html(html)
    return page, html


def refusal(name, value):
    block = BODY.child_blocks[name]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    return str(refused.value.block_errors)


def test_a_chapter_opens_with_a_drop_cap_when_asked(client):
    _, html = page_with(client, ("chapter", {"heading": "", "text": "<p>Une.</p>", "drop_cap": True}))
    assert '<div class="article__opening">' in html


def test_a_table_pasted_into_a_chapter_is_refused_and_a_table_block_keeps_its_columns(client):
    pasted = "Vis\tBleu\nAiguille\tOr"
    for text in (f"<p>{pasted}</p>", "<p><table><td>Vis</td></table></p>"):
        value = {"heading": "", "text": text, "drop_cap": False}
        assert "il y perdrait ses colonnes" in refusal("chapter", value)
        assert value["text"] == text, "Nothing that was written is lost."
    _, html = page_with(client, ("table", {"title": "Couleurs", "cells": pasted + "\n\nRoue"}))
    assert '<th scope="col">Vis</th><th scope="col">Bleu</th>' in html
    assert "<tr><td>Aiguille</td><td>Or</td></tr><tr><td>Roue</td></tr>" in html


def test_the_form_keeps_a_chapter_with_a_table_and_says_what_to_do(client):
    boss = make_member(is_staff=True, is_superuser=True)
    client.force_login(boss)
    page, _ = page_with(client, ("quote", {"text": "Rien ne presse.", "source": ""}))
    line = {"key": "a", "text": "Vis\tBleu", "type": "unstyled", "depth": 0}
    text = json.dumps({"blocks": [line | {"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}})
    fields = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "lede": page.lede,
            "universe": make_universe().pk,
            "date": "2026-11-22",
            "place": 1,
            "tags": "",
            "action-publish": "1",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
            "body": streamfield([("chapter", {"heading": "Le tableau", "text": text})]),
        }
    )
    response = client.post(f"/atelier/pages/{page.pk}/edit/", fields)
    html = response.content.decode()
    assert response.status_code == 200
    assert "il y perdrait ses colonnes" in html
    assert "Le tableau" in html
    assert "Bleu" in html
    page.refresh_from_db()
    assert [block.block_type for block in page.body] == ["quote"]


def test_a_figure_is_cut_around_its_focal_point(client, library):
    name, value = make_figure()
    _, html = page_with(client, (name, value | {"is_cut": True}))
    assert ".fill-1320x880" in html


def test_points_on_a_picture_are_numbered_links_to_what_they_are(client, library):
    image = make_figure()[1]["image"]
    points = [{"x": 50, "y": 50, "label": "L’ancre", "text": "Elle dit non."}, {"x": 0, "y": 0, "label": "Un coin"}]
    block = ("annotated", {"image": image, "caption": "", "credit": "la maison", "points": points})
    _, html = page_with(client, block, block)
    for number in (1, 2):
        assert f'href="#bloc-1-{number}"' in html
        assert f'<li id="bloc-1-{number}">' in html
        assert f'<li id="bloc-2-{number}">' in html, "Two of them on a page share no name."
    assert "Elle dit non." in html
    assert 'style="' not in html


def test_a_gallery_leads_to_whole_pictures(client, library):
    pictures = [make_figure()[1], make_figure()[1]]
    _, html = page_with(client, ("gallery", {"pictures": pictures}))
    assert html.count('<ul class="gallery"') == 1
    assert html.count(".fill-660x660") == 2


def test_a_timeline_is_a_list(client):
    rows = [{"when": "1770", "text": "La reine <b>Charlotte</b>."}, {"when": "1867", "text": "Roskopf."}]
    _, html = page_with(client, ("timeline", {"title": "Deux dates", "rows": rows}))
    assert "La reine &lt;b&gt;Charlotte" in html
    assert html.count("timeline__when") == 2


def test_a_beat_offers_its_four_paces_and_sounds_only_when_pressed(client):
    _, html = page_with(client, ("beat", {"vph": "21600", "caption": ""}))
    assert html.count('name="pace-bloc-1"') == 4
    assert 'value="21600" checked' in html
    assert "6 par seconde" in html
    assert "autoplay" not in html
    assert 'data-press aria-pressed="false" hidden' in html, "Without script there is nothing to press."


def test_a_wrist_is_a_table_where_no_script_runs(client):
    watches = [{"name": "La nôtre", "diameter": "38.5", "lug_to_lug": "46"}]
    _, html = page_with(client, ("wrist", {"watches": watches}))
    assert 'data-diameter="38.5" data-lugs="46"' in html
    assert "38,5" in html
    assert "data-tool hidden" in html


def test_a_question_leads_to_one_under_the_article(client):
    page, html = page_with(client, ("question", {"text": "Et la tienne ?"}))
    assert "Et la tienne ?" in html
    client.force_login(make_member())
    assert f'href="/cafe/sur/article/{page.pk}/question/"' in html
    assert client.get(f"/cafe/sur/article/{page.pk}/question/").status_code == 200


def test_sources_stand_at_the_end_with_their_addresses(client):
    rows = [{"text": "ISO 764", "url": ""}, {"text": "COSC", "url": "https://www.cosc.swiss/"}]
    _, html = page_with(client, ("sources", {"rows": rows}))
    assert "<li>ISO 764</li>" in html
    assert '<a href="https://www.cosc.swiss/" rel="noopener external">COSC</a>' in html


def test_an_embed_takes_addresses_of_its_kinds_alone():
    assert "ni à un vote" in refusal("embed", {"address": "/articles/"})
    assert "ni à un vote" in refusal("embed", {"address": "https://ailleurs.example/drops/ABCDE/"})
    kept = BODY.child_blocks["embed"].clean(BODY.child_blocks["embed"].to_python({"address": "/drops/ABCDE/"}))
    assert kept["address"] == "/drops/ABCDE/", "Whether such a drop exists is told to nobody."


def test_a_text_of_plain_words_is_no_table():
    value = BODY.child_blocks["chapter"].to_python({"heading": "", "text": "<p>Un, deux.</p>", "drop_cap": False})
    assert isinstance(BODY.child_blocks["chapter"].clean(value)["text"], RichText)
