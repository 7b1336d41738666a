"""Ideas much like one that is being typed: accents, endings and slips of the hand forgiven."""

import pytest
from django.contrib.auth.models import AnonymousUser

from ideas.box.queries.alike import ideas_alike
from tests.factories.ideas import make_idea

pytestmark = pytest.mark.django_db
TITLES = [
    "Une plongeuse de 36 mm à cadran en émail grand feu",
    "Un régulateur à moins de 900 francs",
    "Une montre-réveil mécanique qu’on entend",
    "Des bracelets dépareillés",
    "Un cadran sans rien d’écrit",
]


@pytest.fixture
def asking(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    return request


MEANT = {
    "plongeuse en email": TITLES[0],
    "Des PLONGEUSES à cadrans en émail": TITLES[0],
    "une plongeusse à cadran émaillé": TITLES[0],
    "un regulatteur pas cher": TITLES[1],
    "régulateur": TITLES[1],
    "réveils mécaniques": TITLES[2],
    "bracelet dépareillé pour petits poignets": TITLES[3],
}


def test_the_nearest_comes_first(asking):
    for title in TITLES:
        make_idea(title=title, source="Voilà.", author=None)
    for typed, expected in MEANT.items():
        assert ideas_alike(asking, typed)[0].title == expected, typed


def test_nothing_is_like_it(asking):
    for title in TITLES:
        make_idea(title=title, source="Voilà.", author=None)
    for typed in ("", "  ", "une", "zzyzx", "le la les", "poignée de porte en laiton massif"):
        assert ideas_alike(asking, typed) == [], typed


def test_what_is_hidden_is_not_shown(asking):
    make_idea(title=TITLES[1], visibility="hidden")
    assert ideas_alike(asking, TITLES[1]) == []


def test_it_costs_the_same_for_one_and_three(asking, django_assert_num_queries):
    for number in range(3):
        make_idea(title=f"Un régulateur émaillé {number}")
        with django_assert_num_queries(15):
            ideas_alike(asking, "régulateur émaillé")
