"""An idea in two browsers: one proposes, the other stands behind it with one press, and the house moves it on."""

import pytest
from playwright.sync_api import expect

from ideas.box.actions.moving import move_idea
from ideas.box.models import Idea, Support
from tests.factories.drops import make_universe
from tests.factories.ideas import make_idea, make_keeper
from tests.factories.members import make_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.django_db(transaction=True),
]
TITLE = "Une plongeuse à cadran en émail"
COUNT, WAY = "#soutien [data-count]", "#chemin [aria-current=step]"
PILL = "#idees [data-fresh]"


@pytest.mark.heavy  # tests/ideas/box shows each step by itself
def test_from_the_box_to_the_next_station(visit):
    make_universe()
    make_idea(title="Un cadran en émail, tout petit")
    anna, bruno = make_member(handle="anna", level=1), make_member(handle="bruno", level=1)

    proposing = visit("/idees/proposer/", anna)
    proposing.get_by_label("L’idée en une ligne").press_sequentially(TITLE)
    expect(proposing.locator("[data-alike]")).to_contain_text("Un cadran en émail, tout petit")
    proposing.get_by_label("Pourquoi").fill("Parce que le mat, ça va un moment.")
    proposing.get_by_role("button", name="Glisser dans la boîte").click()
    expect(proposing.get_by_role("heading", level=1)).to_have_text(TITLE)

    idea = Idea.objects.get(title=TITLE)
    pressing = visit("/idees/?tri=recentes", bruno)
    pressing.get_by_role("button", name=f"Soutenir « {TITLE} »").click()
    expect(proposing.locator(COUNT)).to_have_text("1")
    expect(pressing.locator(f"[data-support='{idea.pk}'] button")).to_have_attribute("aria-pressed", "true")
    pressing.reload()
    expect(pressing.locator(f"[data-support='{idea.pk}'] button")).to_have_attribute("aria-pressed", "true")
    assert Support.objects.filter(idea=idea, member=bruno).count() == 1

    move_idea(idea, "studied", by=make_keeper(), answer="Nous en parlons à trois émailleurs.")
    expect(proposing.locator(WAY)).to_contain_text("à l’étude")
    expect(proposing.locator("#reponses")).to_contain_text("trois émailleurs")

    without = visit(idea.get_absolute_url(), bruno, java_script_enabled=False)
    without.get_by_role("button", name="Soutenir").click()
    expect(proposing.locator(COUNT)).to_have_text("0")


def test_the_list_goes_on_while_one_reads_it(visit, listen):
    known = make_idea(title="Un réveil pour les gens du soir", supports=2)
    anna, keeper = make_member(handle="annabelle", level=1), make_keeper()
    reading = listen("/idees/?tri=recentes", "ideas", make_member(level=1))
    studied = listen("/idees/?etat=studied", "ideas")

    proposing = visit("/idees/proposer/", anna)
    proposing.get_by_label("L’idée en une ligne").fill("Une montre de poche à porter au cou")
    proposing.get_by_label("Pourquoi").fill("Pour qui n’a plus de poignet libre.")
    proposing.get_by_role("button", name="Glisser dans la boîte").click()
    expect(reading.locator(PILL)).to_have_text("1 nouvelle idée")
    assert reading.get_by_text("poche à porter").count() == 0  # nothing moves under the finger
    assert studied.locator(PILL).is_hidden()

    move_idea(known, "studied", by=keeper, answer="Trois sonneries à l’essai.")
    line = reading.locator(f"[data-idea='{known.pk}']")
    expect(line.locator(".status")).to_have_text("à l’étude")
    expect(studied.locator(PILL)).to_have_text("Voir ce qui a bougé")

    reading.locator(PILL).click()
    expect(reading.locator(".idea__title").first).to_have_text("Une montre de poche à porter au cou")
    expect(reading.locator(".idea__title a").first).to_be_focused()
    assert reading.locator(PILL).is_hidden()
    studied.locator(PILL).click()
    expect(studied.locator(".idea__title")).to_have_text("Un réveil pour les gens du soir")


def test_a_draft_waits_until_it_has_arrived(visit):
    make_universe()
    page = visit("/idees/proposer/", make_member(handle="distraite", level=1))
    title, why, drafts = page.get_by_label("L’idée en une ligne"), page.get_by_label("Pourquoi"), "localStorage.length"
    title.fill("Une montre qui oublie l’heure")
    why.fill("Pour les vacances.")
    page.get_by_label("De CHF").fill("300")
    page.goto("/idees/")
    page.goto("/idees/proposer/")
    expect(page.locator("[data-found]")).to_contain_text("Brouillon retrouvé")
    expect(title).to_have_value("Une montre qui oublie l’heure")
    expect(page.get_by_label("De CHF")).to_have_value("300")

    page.get_by_label("à CHF").fill("200")  # refused: nothing is lost, and nothing is brought back over it
    page.get_by_role("button", name="Glisser dans la boîte").click()
    expect(page.locator(".errorlist")).to_be_visible()
    expect(why).to_have_value("Pour les vacances.")
    page.get_by_label("à CHF").fill("400")
    page.get_by_role("button", name="Glisser dans la boîte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Une montre qui oublie l’heure")
    page.goto("/idees/proposer/")
    expect(title).to_have_value("")
    assert page.evaluate(drafts) == 0

    title.fill("Une autre")
    page.reload()
    page.get_by_role("button", name="Le jeter").click()
    expect(title).to_have_value("")
    assert page.evaluate(drafts) == 0
