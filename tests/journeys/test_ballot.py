"""A ranked ballot in two browsers, one without script: turnout comes by itself, and so does the result at the close."""

import pytest
from playwright.sync_api import expect

from ideas.ballots.models import Method, Vote
from tests.factories.ballots import close_ballot, make_ballot, make_voters, options_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.heavy,  # tests/ideas/ballots shows each step by itself
    pytest.mark.django_db(transaction=True),
]
PAPER, TURNOUT, RESULT = "#mon-papier", "#participation", "#resultat"


def test_two_rank_the_same_options(visit):
    [anna], [bruno] = make_voters(1, handle="anna"), make_voters(1, handle="bruno")
    ballot = make_ballot(method=Method.RANKED)
    steel, bronze, titanium = options_of(ballot)
    address = ballot.get_absolute_url()

    scripted = visit(address, anna, viewport={"width": 360, "height": 740})
    for label in ("Titane", "Acier", "Bronze"):  # by the keyboard alone
        scripted.get_by_role("button", name=f"Monter {label}").focus()
        scripted.keyboard.press("Enter")
    scripted.get_by_role("button", name="Monter Acier").press("Enter")
    scripted.get_by_role("button", name="Descendre Bronze").press("Enter")  # the last one leaves the ranking
    expect(scripted.get_by_role("button", name="Descendre Bronze")).to_be_focused()
    scripted.get_by_role("button", name="Voter").click()
    expect(scripted.locator(PAPER)).to_contain_text("1. Acier · 2. Titane")
    assert Vote.objects.get().choice == [steel, titanium]
    expect(scripted.locator(TURNOUT)).to_contain_text("papiers sur 2 possibles · 50 %")

    plain = visit(address, bruno, java_script_enabled=False)
    plain.get_by_label("Rang de Bronze").select_option("1")
    plain.get_by_label("Rang de Titane").select_option("2")
    plain.get_by_role("button", name="Voter").click()
    expect(plain.locator(PAPER)).to_contain_text("1. Bronze · 2. Titane")
    assert sorted(vote.choice for vote in Vote.objects.all()) == [[steel, titanium], [bronze, titanium]]
    expect(scripted.locator(TURNOUT)).to_contain_text("100 %")

    scripted.get_by_label("Rang de Bronze").select_option("1")  # by hand, and the others make room
    expect(scripted.get_by_label("Rang de Titane")).to_have_value("3")
    scripted.get_by_role("button", name="Changer mon papier").click()
    expect(scripted.locator(PAPER)).to_contain_text("1. Bronze · 2. Acier · 3. Titane")

    close_ballot(ballot)
    expect(scripted.locator(RESULT)).to_contain_text("La communauté a choisi Bronze")
    expect(scripted.locator(PAPER)).to_contain_text("Tu as pris part")
    plain.reload()
    expect(plain.locator(RESULT)).to_contain_text("Bronze")
