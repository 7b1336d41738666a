"""A name in somebody else's text: found as a mention is, and nothing else is touched."""

import pytest
from django.db import connection

from community.personal.registry import Leaving
from community.personal.traces import rewritten, traces_of
from community.text.markdown import read

LEAVING = Leaving(7, ("anna", "anna-maria"), ("anna@test.example",), "membre-parti-bcdfg", takes_words=False)
TEXTS = [
    ("Bonjour @anna.", "Bonjour @membre-parti-bcdfg."),
    ("@ANNA et @Anna-Maria", "@membre-parti-bcdfg et @membre-parti-bcdfg"),
    ("@anna,@anna @anna", "@membre-parti-bcdfg,@membre-parti-bcdfg @membre-parti-bcdfg"),
    ("> [@anna](/cafe/p/1/) :", "> [@membre-parti-bcdfg](/cafe/p/1/) :"),
    ("/membres/anna/ et /membres/Anna", "/membres/membre-parti-bcdfg/ et /membres/membre-parti-bcdfg"),
    ("Écris à anna@test.example", "Écris à membre-parti-bcdfg@membre.invalid"),
    ("<anna@test.example>, ANNA@test.example.", "<{0}>, {0}.".format("membre-parti-bcdfg@membre.invalid")),
    ("mailto:anna@test.example?subject=x", "mailto:membre-parti-bcdfg@membre.invalid?subject=x"),
    ("l’@anna d’hier", "l’@membre-parti-bcdfg d’hier"),
]
OTHERS = [
    "Sainte anna, priez pour nous",
    "@annabelle",
    "@anna-paula",
    "@annaé",
    "paul@anna.example",
    "hanna@other.example",
    "hanna@test.example",
    "h.anna@test.example",
    "anna@test.example.ch",
    "anna@test.examples",
    "anna@test.example-ch.example",
    "/membres/anna-paula/",
    "@@anna",
]


@pytest.mark.parametrize(("before", "after"), TEXTS)
def test_a_name_gives_way_to_the_tombstone(before, after):
    assert rewritten(before, LEAVING) == after


@pytest.mark.parametrize("text", OTHERS)
def test_others_keep_theirs(text):
    assert rewritten(text, LEAVING) == text


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*(before for before, _after in TEXTS), *OTHERS])
def test_postgresql_reads_the_same(text):
    found = text
    with connection.cursor() as cursor:
        for pattern, instead in traces_of(LEAVING):
            cursor.execute("SELECT regexp_replace(%s, %s, %s, 'gi')", [found, pattern, instead])
            found = cursor.fetchone()[0]
    assert found == rewritten(text, LEAVING)


@pytest.mark.parametrize("text", ["Bonjour @anna.", "@ANNA", "@annabelle", "@anna-paula", "x@anna", "@@anna", "@anna-"])
def test_it_is_a_mention_for_the_texts_as_for_us(text):
    called = "anna" in read(text).mentions
    assert (rewritten(text, LEAVING) != text) == called
