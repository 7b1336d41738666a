import pytest
from django.template import Context, Template

from tests.factories.editorial import make_term

pytestmark = pytest.mark.django_db


def render(source, **context):
    return Template("{% load glossary %}" + source).render(Context(context))


def test_the_filter_escapes_what_it_explains():
    make_term("spiral")
    html = render("{{ text|terms }}", text="<b>spiral</b>")
    assert html.startswith("&lt;b&gt;<a ")


def test_around_a_region_a_term_is_linked_once():
    make_term("spiral")
    html = render("{% filter terms %}<p>{{ a }}</p><p>{{ b }}</p>{% endfilter %}", a="un spiral <x>", b="le spiral")
    assert html.count("<a ") == 1
    assert "&lt;x&gt;" in html


def test_the_list_of_the_terms_comes_along():
    make_term("spiral")
    make_term("balancier")
    told = "{% explained text as told %}{% for term in told.terms %}{{ term.name }} {% endfor %}"
    assert render(told, text="Le balancier et le spiral.") == "balancier spiral "
