import pytest
from django.template import Context, Template

from community.text import explaining
from tests.factories.editorial import make_term

pytestmark = pytest.mark.django_db


def render(source, rf, **context):
    return Template("{% load explaining %}" + source).render(Context(context | {"request": rf.get("/")}))


def test_the_filter_escapes_what_it_explains(rf):
    make_term("spiral")
    assert render("{{ text|terms:request }}", rf, text="<b>spiral</b>").startswith("&lt;b&gt;<a ")


def test_around_a_region_a_term_is_linked_once(rf):
    make_term("spiral")
    source = "{% filter terms:request %}<p>{{ a }}</p><p>{{ b }}</p>{% endfilter %}"
    html = render(source, rf, a="un spiral <x>", b="le spiral")
    assert html.count("<a ") == 1
    assert "&lt;x&gt;" in html


def test_a_house_without_a_glossary_shows_texts_as_they_are(rf, monkeypatch):
    monkeypatch.setattr(explaining, "_makers", [])
    assert render("{{ text|terms:request }}", rf, text="<spiral>") == "&lt;spiral&gt;"


def test_a_second_glossary_is_refused():
    with pytest.raises(ValueError, match="twice"):
        explaining.register_explainer(lambda _: str)
