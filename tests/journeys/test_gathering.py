"""A full barbecue in two browsers: somebody gives a seat back, and who waits for it sees it come, without reloading."""

import re

import pytest
from playwright.sync_api import expect

from community.gatherings.models import RsvpState
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.heavy,  # tests/community/gatherings shows each step by itself
    pytest.mark.django_db(transaction=True),
]
ANSWER, PLACES, COMPANY = "#ma-reponse", "#places", "#convives"


def test_a_seat_that_is_given_back_finds_its_next_owner(visit):
    gathering, bruno, anna = make_gathering(capacity=2), make_member(handle="bruno"), make_member(handle="anna")
    make_rsvp(gathering, bruno, guests=1, shows_name=True)
    address = gathering.get_absolute_url()
    waiting = visit(address, anna)
    expect(waiting.locator(PLACES)).to_contain_text("Complet")
    waiting.get_by_label("Montrer aux membres que je viens").check()
    waiting.get_by_role("button", name="Me mettre dans la file").click()
    expect(waiting.locator(ANSWER)).to_contain_text("en tête de la file")

    leaving = visit(address, bruno, java_script_enabled=False)  # the other one does without script
    leaving.get_by_role("button", name="Je ne peux plus venir").click()
    expect(leaving.locator(ANSWER)).to_contain_text("Tu ne viens pas")

    expect(waiting.locator(ANSWER)).to_contain_text("Tu viens")
    expect(waiting.locator(PLACES)).to_contain_text(re.compile("1\\s+sur 2 places"))
    expect(waiting.locator(COMPANY)).to_contain_text("anna")
    expect(waiting.locator(".bell")).to_contain_text("1")
    assert [rsvp.state for rsvp in gathering.rsvps.order_by("member__handle")] == [
        RsvpState.GOING,
        RsvpState.DECLINED,
    ]
