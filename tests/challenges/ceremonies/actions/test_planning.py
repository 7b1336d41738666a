"""Planning a ceremony: when it may be, and that a refusal changes and announces nothing."""

from datetime import timedelta

import pytest

from challenges.ceremonies.actions.planning import cancel_ceremony, plan_ceremony
from challenges.ceremonies.models import Ceremony
from challenges.ceremonies.rules import CeremonyRefused
from challenges.qdefis.actions.programme import settle_qdefi
from challenges.qdefis.rules import QdefiRefused
from realtime import clock
from tests.challenges.ceremonies.conftest import standstill
from tests.factories.ceremonies import make_ceremony
from tests.factories.qdefis import make_qdefi

pytestmark = pytest.mark.django_db
SOON = timedelta(milliseconds=1)


def test_it_is_planned_moved_and_called_off():
    qdefi = make_qdefi("votes")
    plan_ceremony(qdefi, starts_at=qdefi.results_at, seconds=20)
    plan_ceremony(qdefi, starts_at=qdefi.results_at + SOON, seconds=5)
    ceremony = Ceremony.objects.get()
    assert (ceremony.starts_at, ceremony.seconds) == (qdefi.results_at + SOON, 5)
    cancel_ceremony(qdefi)
    cancel_ceremony(qdefi)
    assert not Ceremony.objects.exists()


@pytest.mark.parametrize(
    ("phase", "ahead", "code"),
    [("votes", -SOON, "early"), ("results", SOON, "settled"), ("votes", timedelta(days=-9), "past")],
)
def test_what_is_refused_changes_nothing(phase, ahead, code):
    qdefi = make_qdefi(phase)
    with standstill(), pytest.raises(CeremonyRefused) as refusal:
        plan_ceremony(qdefi, starts_at=qdefi.results_at + ahead, seconds=20)
    assert refusal.value.code == code
    assert refusal.value.message


def test_one_that_has_begun_goes_to_its_end():
    qdefi = make_ceremony(since=1)
    for act in (
        lambda: plan_ceremony(qdefi, starts_at=clock.now() + SOON * 9999, seconds=20),
        lambda: cancel_ceremony(qdefi),
    ):
        with standstill(), pytest.raises(CeremonyRefused) as refusal:
            act()
        assert refusal.value.code == "begun"


def test_nobody_settles_what_a_ceremony_keeps_back():
    qdefi = make_ceremony(since=-60)
    with standstill(), pytest.raises(QdefiRefused) as refusal:
        settle_qdefi(qdefi)
    assert refusal.value.code == "held"
