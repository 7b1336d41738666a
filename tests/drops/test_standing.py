"""Where somebody stands with a drop."""

from types import SimpleNamespace

import pytest

from drops.models import Claim, Phase
from drops.standing import Standing, standing_of


def stands(phase=Phase.OPEN, status=None, *, again=False, is_member=True, is_confirmed=True):
    claim = status and SimpleNamespace(status=Claim.Status(status), may_enter_again=again)
    drop = SimpleNamespace(phase=phase)
    return standing_of(drop, claim, is_member=is_member, is_confirmed=is_confirmed)


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("status", ["allocated", "ordered"])
def test_who_has_a_piece_keeps_sight_of_it_in_every_phase(phase, status):
    assert stands(phase, status) == status


@pytest.mark.parametrize(
    ("phase", "standing"), [(Phase.OPEN, "waiting"), (Phase.SOLD_OUT, "waiting"), (Phase.CLOSED, "over")]
)
def test_who_waits_waits_until_the_close(phase, standing):
    assert stands(phase, "waiting") == standing


@pytest.mark.parametrize("phase", [Phase.SOLD_OUT, Phase.CLOSED, Phase.CANCELLED])
def test_nothing_to_claim_afterwards(phase):
    assert stands(phase) == Standing.OVER


def test_the_door_comes_before_the_mail_and_the_mail_before_the_claim():
    assert stands(is_member=False, is_confirmed=False) == Standing.VISITOR
    assert stands(is_confirmed=False) == Standing.UNCONFIRMED
    assert stands() == Standing.CLAIM


@pytest.mark.parametrize("status", ["lapsed", "withdrawn"])
@pytest.mark.parametrize(("again", "standing"), [(True, Standing.CLAIM), (False, Standing.ENDED)])
def test_one_may_enter_again_once(status, again, standing):
    assert stands(status=status, again=again) == standing
