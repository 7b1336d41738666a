import re

import pytest
from django.urls import reverse

from community.search.forms import LONGEST
from community.search.queries import PER_PAGE

pytestmark = pytest.mark.django_db
PAGE = "/recherche/"


def page(client, q, **query):
    response = client.get(PAGE, {"q": q} | query)
    return response, response.content.decode()


@pytest.mark.parametrize("prefix", ["", "/de", "/en"])
def test_an_unasked_page_says_how_to_ask(client, prefix):
    response = client.get(prefix + PAGE)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert "autofocus" in html
    assert 'name="robots" content="noindex"' in html


def test_what_was_found_is_marked_and_named_by_its_kind(client, notes):
    notes.write("Le <b>spiral</b>", "bat & bat : <script>alert(1)</script> spiral")
    _, html = page(client, "SPIRAL")
    assert "Le &lt;b&gt;<mark>spiral</mark>&lt;/b&gt;" in html
    assert "<script>alert" not in html
    assert "Notes" in html
    assert "autofocus" not in html


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><svg onload=x>"]
)
def test_a_question_is_repeated_harmlessly(client, notes, asked):
    notes.write("script alert img svg")
    _, html = page(client, asked)
    assert asked not in html
    assert re.search(r"<(img src=x|svg onload|script>alert)", html) is None


def test_a_search_in_vain_is_answered_kindly(client, notes):
    response, html = page(client, "fromage")
    assert response.status_code == 200
    assert "Rien pour" in html
    assert 'href="/drops/"' in html, "A watch's name is often what is looked for."
    assert "genre=" not in html


def test_a_slip_is_answered_by_a_proposal(client, notes):
    notes.write("Tourbillon")
    _, html = page(client, "tourbilon", genre="note")
    assert 'href="?q=tourbillon&amp;genre=note"' in html


def test_a_kind_can_be_chosen_and_left_again(client, notes):
    notes.write("spiral")
    _, html = page(client, "spiral", genre="note")
    assert 'href="?q=spiral"' in html
    assert '<input type="hidden" name="genre" value="note">' in html


def test_a_page_leads_to_the_next_and_back(client, notes):
    for _ in range(PER_PAGE + 1):
        notes.write("spiral")
    _, html = page(client, "spiral")
    assert html.count('class="find find--note"') == PER_PAGE
    assert 'href="?q=spiral&amp;page=2"' in html
    _, html = page(client, "spiral", page=2)
    assert html.count('class="find find--note"') == 1
    assert "page=3" not in html
    _, html = page(client, "spiral", page=9)
    assert "C’était tout" in html


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "999999999999999999", "²", "1e3", "٣"])
def test_a_page_that_makes_no_sense_is_answered(client, notes, number):
    notes.write("spiral")
    assert page(client, "spiral", page=number)[0].status_code == 200


@pytest.mark.parametrize("asked", ["after:hier", "from:personne", "in:nulle-part"])
def test_a_filter_that_means_nothing_is_a_sentence(client, notes, asked):
    response, html = page(client, asked)
    assert response.status_code == 200
    assert "notice--warning" in html
    assert "Rien pour" not in html


@pytest.mark.parametrize(("length", "status"), [(LONGEST, 200), (LONGEST + 1, 400)])
def test_a_question_has_a_length(client, notes, length, status):
    response, html = page(client, "s" * length)
    assert response.status_code == status
    assert (f"{LONGEST} signes" in html) == (status == 400)


@pytest.mark.parametrize("asked", ["\0", "spiral\0"])
def test_a_forbidden_sign_is_a_sentence(client, notes, asked):
    response, html = page(client, asked)
    assert response.status_code == 400
    assert "errorlist" in html


@pytest.mark.parametrize(
    "asked", ['"' * LONGEST, "'" * LONGEST, "%" * LONGEST, "\u202e\u200b" * 50, "🕰" * 99, "& | ! ( ) : *"]
)
def test_signs_alone_have_an_answer(client, notes, asked):
    assert page(client, asked)[0].status_code == 200


def test_a_million_signs_are_too_long(client, notes):
    assert client.get(PAGE, {"q": "x" * 1_000_000}).status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_only_read(client, method):
    assert getattr(client, method)(reverse("search:page")).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_it_shows(client, notes, count, django_assert_num_queries):
    for _ in range(count):
        notes.write("spiral")
    with django_assert_num_queries(3):
        client.get(PAGE, {"q": "spiral"})
