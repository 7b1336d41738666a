import pytest
from django.template import Context, Template

from tests.factories.editorial import make_term

pytestmark = pytest.mark.django_db


def render(source, rf, **context):
    return Template("{% load glossary %}" + source).render(Context(context | {"request": rf.get("/")}))


def test_the_list_of_the_terms_comes_along(rf):
    make_term("spiral")
    make_term("balancier")
    told = "{% explained text as told %}{% for term in told.terms %}{{ term.name }} {% endfor %}"
    assert render(told, rf, text="Le balancier et le spiral.") == "balancier spiral "


def test_a_term_is_left_alone_on_its_own_page(rf):
    make_term("spiral", slug="spiral")
    told = '{% explained text but="spiral" as told %}{{ told.html }}'
    assert render(told, rf, text="Le spiral.") == "Le spiral."
