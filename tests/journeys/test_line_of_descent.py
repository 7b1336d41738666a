"""From an idea to a drop: proposed, supported, taken up, designed by four ballots, recounted by a stranger, planned."""

import re
import subprocess
import sys
import urllib.request
from datetime import timedelta
from random import Random

import pytest
from playwright.sync_api import expect

from ideas.ballots.actions.votes import cast_vote
from ideas.ballots.models import Ballot, Option
from ideas.box.actions.moving import move_idea
from ideas.box.models import Idea
from ideas.creations.actions.programme import publish_creation
from ideas.creations.actions.stages import add_stage, attach_ballot
from ideas.creations.models import Creation, CreationState, Stage
from realtime import clock
from tests.factories.ballots import close_ballot, make_ballot, options_of, random_choice
from tests.factories.creations import RULE, make_creation
from tests.factories.drops import make_drop, make_universe
from tests.factories.ideas import make_keeper
from tests.factories.members import make_member
from tests.journeys.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.django_db(transaction=True)]
TITLE = "Une montre qui se lit d’un œil"
METHODS = ("single", "approval", "score", "ranked")
DAY = timedelta(days=1)


def test_from_an_idea_to_a_drop(visit, site, tmp_path):
    make_universe()
    joined = clock.now() - 90 * DAY
    anna, bruno = (make_member(handle=name, level=1, date_joined=joined) for name in ("anna", "bruno"))
    keeper = make_keeper()

    proposing = visit("/idees/proposer/", anna, java_script_enabled=False)
    proposing.get_by_label("L’idée en une ligne").fill(TITLE)
    proposing.get_by_label("Pourquoi").fill("À trois heures du matin, on n’a pas le temps de chercher l’aiguille.")
    proposing.get_by_role("button", name="Glisser dans la boîte").click()
    idea = Idea.objects.get(title=TITLE)
    supporting = visit(idea.get_absolute_url(), bruno, java_script_enabled=False)
    supporting.get_by_role("button", name="Soutenir").click()
    for state in ("studied", "negotiating", "planned"):
        move_idea(idea, state, by=keeper, answer="On s’y met.")

    creation = designed(idea)
    voting = visit(creation.get_absolute_url(), bruno, java_script_enabled=False)
    voting.get_by_role("link", name="Voir le scrutin").click()  # whoever comes first opens it
    voting.get_by_label("Bronze").check()
    voting.get_by_role("button", name="Voter").click()
    expect(voting.locator("#mon-papier")).to_contain_text("Compté")
    for stage in creation.stages.select_related("ballot"):
        decided(stage, anna, others=() if stage.n == 1 else (bruno,))

    reading = visit(creation.get_absolute_url(), java_script_enabled=False)
    expect(reading.locator(".story__outcome")).to_have_count(len(METHODS))
    expect(reading.locator(".descent").first).to_contain_text("1 soutien")
    for stage in creation.stages.all():
        recounted(site, stage, tmp_path)

    drop = make_drop(creation=creation)
    for page in (creation.get_absolute_url(), idea.get_absolute_url()):
        reading.goto(page)
        expect(reading.locator(f".descent a[href='/drops/{drop.code}/']")).to_be_visible()
    reading.goto(f"/drops/{drop.code}/")
    expect(reading.locator(f".descent a[href='{creation.get_absolute_url()}']")).to_be_visible()
    expect(reading.locator(f".descent a[href='{idea.get_absolute_url()}']")).to_be_visible()


def designed(idea: Idea) -> Creation:
    """A creation of four stages with a ballot of each kind, the first of them open."""
    creation = make_creation(title="Lisible", idea=idea, state=CreationState.DRAFT, published_at=None)
    now = clock.now()
    for n, method in enumerate(METHODS):
        stage = add_stage(creation, title=f"Étape {method}", hands_on=RULE)
        hours = {"opens_at": now + (2 * n + 1) * DAY, "closes_at": now + (2 * n + 2) * DAY}
        attach_ballot(stage, make_ballot(opened=False, method=method, question=f"Quelle boîte, numéro {n} ?", **hours))
    publish_creation(creation)
    first = creation.stages.get(n=1)
    Ballot.objects.filter(pk=first.ballot_id).update(opens_at=now)  # two days pass
    return creation


def decided(stage: Stage, voter, *, others) -> None:
    """All of them vote, and the hour of the close comes."""
    ballot = stage.ballot
    Ballot.objects.filter(pk=ballot.pk).update(opens_at=clock.now() - DAY)
    options = options_of(ballot)
    for member in (voter, *others):
        cast_vote(ballot, by=member, choice=random_choice(ballot.method, options, Random(stage.n)))
    close_ballot(ballot)


def recounted(site, stage: Stage, tmp_path) -> None:
    """A stranger takes the digest from the page, the file from its address, and the one script from docs/."""
    address, file = f"{site.url}{stage.get_absolute_url()}", tmp_path / f"{stage.n}.json"
    digest = re.search(r"verify_tally\.py tally\.json ([0-9a-f]{64})", fetched(address).decode())[1]
    file.write_bytes(fetched(f"{address}tally.json"))
    verify = [sys.executable, "-I", str(ROOT / "docs" / "verify_tally.py"), str(file), digest]
    checked = subprocess.run(verify, capture_output=True, text=True, timeout=30, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    stage.refresh_from_db()
    assert stage.outcome in Option.objects.filter(ballot=stage.ballot_id).values_list("label", flat=True)


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read()
