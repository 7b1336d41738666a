from datetime import date, timedelta

import pytest

from editorial.queries.glossary import glossary, term_of_the_day, term_page
from tests.factories.editorial import make_term

pytestmark = pytest.mark.django_db


def test_letters_forget_their_accents():
    make_term("étanchéité")
    make_term("Email")
    make_term("spiral")
    shown = glossary("fr")
    assert [(each.initial, [line.name for line in each.terms]) for each in shown.letters] == [
        ("E", ["Email", "étanchéité"]),
        ("S", ["spiral"]),
    ]


def test_another_language_has_its_own_order_and_says_whose_words_it_shows():
    make_term("balancier", name_de="Unruh", short_de="Das Rad.")
    make_term("spiral", name_de="Spiralfeder")
    first, second = glossary("de").letters
    assert [line.name for line in first.terms + second.terms] == ["Spiralfeder", "Unruh"]
    assert [line.short_language for line in first.terms + second.terms] == ["fr", "de"]


def test_a_category_narrows_the_list_and_all_are_counted():
    make_term("lunette", category="boitier")
    make_term("spiral")
    shown = glossary("fr", category="boitier")
    assert [line.name for letter in shown.letters for line in letter.terms] == ["lunette"]
    assert [(choice.value, choice.count) for choice in shown.categories] == [("mouvement", 1), ("boitier", 1)]
    assert shown.total == 2
    assert glossary("fr", category="nowhere").letters == []


def test_a_term_knows_its_neighbours_in_the_alphabet():
    first, middle, last = make_term("ancre"), make_term("échappement"), make_term("spiral")
    middle.related.add(last)
    page = term_page(middle.slug, "fr")
    assert (page.before.name, page.after.name) == (first.name_fr, last.name_fr)
    assert [line.name for line in page.related] == ["spiral"]
    assert term_page(last.slug, "fr").related[0].name == "échappement"  # it is enough to name a neighbour on one side


def test_the_alphabet_is_the_readers():
    make_term("ancre", name_de="Zeiger")
    middle = make_term("spiral", name_de="Feder")
    make_term("titane", name_de="Anker")
    page = term_page(middle.slug, "de")
    assert (page.before.name, page.after.name) == ("Anker", "Zeiger")


def test_an_unknown_term_is_none():
    assert term_page("nowhere", "fr") is None


def test_every_term_has_its_day_before_one_comes_again():
    names = {make_term().name_fr for _ in range(3)}
    days = [term_of_the_day(date(2026, 11, 1) + timedelta(days=day), "fr").name for day in range(6)]
    assert set(days[:3]) == names
    assert days[:3] == days[3:]


def test_without_terms_there_is_none_of_the_day():
    assert term_of_the_day(date(2026, 11, 1), "fr") is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(count, django_assert_num_queries):
    for _ in range(count):
        make_term()
    with django_assert_num_queries(1):
        glossary("fr")
