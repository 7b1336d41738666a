"""Each rule of a claim, at its limit and one beyond."""

from datetime import timedelta

import pytest

from drops.audiences import REHEARSAL_DOMAIN
from drops.rules import SENTENCES, ClaimRefused, may_know, refusal
from tests.drops.test_rounds import HOUR, NOW, member, open_drop

INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, None),
        ({"opens_at": NOW + INSTANT}, "not_open"),
        ({"closes_at": NOW}, "closed"),
        ({"closes_at": NOW + INSTANT}, None),
        ({"cancelled_at": NOW}, "closed"),
        ({"paused_at": NOW}, "paused"),
        ({"armed_at": None}, "unknown_topic"),
        ({"sold": 3}, None),  # there is a waiting list
    ],
)
def test_the_drop(facts, code):
    assert refusal(open_drop(**facts), member(1), 1, NOW) == code


@pytest.mark.parametrize(
    ("quantity", "code"), [(-1, "quantity"), (0, "quantity"), (1, None), (2, None), (3, "quantity")]
)
def test_the_quantity(quantity, code):
    assert refusal(open_drop(per_member=2), member(1), quantity, NOW) == code


def test_the_address():
    assert refusal(open_drop(), member(1, confirmed=False), 1, NOW) == "email_unconfirmed"


def test_the_age_of_the_account(settings):
    settings.CLAIM_ACCOUNT_AGE = HOUR
    assert refusal(open_drop(), member(1, joined_at=NOW - HOUR + INSTANT), 1, NOW) == "account_too_young"
    assert refusal(open_drop(), member(1, joined_at=NOW - HOUR), 1, NOW) is None


@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize("rehearsal", [False, True])
def test_who_may_know_of_a_drop(settings, demo, rehearsal):
    settings.DEMO = demo
    drop = open_drop(rehearsal=rehearsal)
    anybody, staff, rehearser = member(1), member(2, in_team=True), member(3, email=f"x@{REHEARSAL_DOMAIN}")
    known = [may_know(drop, somebody, NOW) for somebody in (anybody, staff, rehearser)]
    assert known == ([True, True, True] if demo else [not rehearsal, True, rehearsal])


def test_nobody_may_know_of_a_sealed_drop():
    assert not may_know(open_drop(announced_at=NOW + INSTANT), member(1, in_team=True), NOW)


def test_each_code_has_its_sentence():
    assert all(str(ClaimRefused(code).message) for code in SENTENCES)
