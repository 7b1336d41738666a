"""A Qdéfi is judged in three browsers, one without script: votes, a juror's bench, and the podium."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from challenges.juries.actions.panel import name_juror
from challenges.juries.models import Vote
from challenges.qdefis.models import Kind, Qdefi, VoteMethod
from realtime import clock
from tests.factories.juries import make_judging, make_voters, move_to
from tests.journeys.test_axe import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.heavy,  # tests/challenges/juries shows each step by itself
    pytest.mark.django_db(transaction=True),
]
TURNOUT = "[data-voted]"


def test_from_the_vote_to_the_podium(visit):
    anna, bruno, juror = make_voters(3)
    judging = make_judging(entries=5, kind=Kind.TEXT, vote_method=VoteMethod.STARS, quorum=1)
    name_juror(judging.qdefi, juror)
    address = judging.qdefi.get_absolute_url()

    watching = visit(address, viewport={"width": 1280, "height": 900})
    expect(watching.locator(TURNOUT)).to_have_text("0")
    scripted = visit(address, anna, viewport={"width": 390, "height": 844})
    first = scripted.locator(".vote").first
    first.get_by_role("button", name="4 étoiles").press("Enter")
    expect(first.locator(".vote__star--lit")).to_have_count(4)
    expect(first.get_by_role("button", name="4 étoiles")).to_be_focused()
    expect(watching.locator(TURNOUT)).to_have_text("1")
    assert look(scripted) == []

    plain = visit(address, bruno, java_script_enabled=False)
    plain.locator(".vote").nth(1).get_by_role("button", name="5 étoiles").click()
    expect(plain.locator(".vote__star--lit")).to_have_count(5)
    expect(watching.locator(TURNOUT)).to_have_text("2")
    assert sorted(mark for vote in Vote.objects.all() for mark in vote.choice.values()) == [4, 5]

    judging = move_to(judging, "jury")
    bench = visit(f"{address}jury/", juror, viewport={"width": 390, "height": 844})
    for case in range(3):
        bench.locator(".bench__case").nth(case).get_by_role("button", name=f"{case + 2} étoiles").click()
    expect(bench.locator(".lede")).to_contain_text("Il te reste 2 participations")
    assert look(bench) == []

    Qdefi.objects.filter(pk=judging.pk).update(results_at=clock.now() - timedelta(milliseconds=1))
    plain.goto(plain.url)
    watching.reload()
    expect(watching.locator("#resultat .podium__step")).to_have_count(3)
    watching.get_by_text("Les chiffres, en tableau").click()
    assert look(watching) == []
