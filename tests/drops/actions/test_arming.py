"""What the drop team does to a drop, when it may, and who is told."""

from datetime import timedelta

import pytest

from drops.actions.arming import (
    NOTICE,
    CannotArm,
    NotNow,
    arm_drop,
    cancel_drop,
    disarm_drop,
    pause_drop,
    resume_drop,
    set_message,
)
from drops.actions.holds import NothingHeld, confirm_hold, settle_drop
from drops.chain import opening_head
from drops.models import Claim, Phase
from realtime import clock
from realtime.models import Event, Topic
from tests.drops.conftest import check_stock, claim, let_lapse, standstill
from tests.factories.drops import make_draft, make_drop, make_picture, make_team_member
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def draft():
    made = make_draft()
    make_picture(made.watch)
    return made


@pytest.fixture
def manager():
    return make_team_member()


def phase_of(drop):
    drop.refresh_from_db()
    return drop.phase(clock.now())


def kinds():
    return dict(Topic.objects.values_list("name", "kind"))


class TestArming:
    def test_it_numbers_the_pieces_and_announces(self, draft, manager):
        arm_drop(draft, by=manager)
        assert phase_of(draft) == Phase.ANNOUNCED
        assert list(draft.pieces.values_list("number", flat=True)) == [1, 2, 3]
        assert (draft.armed_by, draft.head) == (manager, opening_head(draft.code))
        assert kinds() == {f"drop:{draft.code}": "phase", "drops": "schedule"}

    def test_a_later_announcement_stays_a_secret_until_then(self, draft, manager):
        draft.announced_at = clock.now() + timedelta(minutes=5)
        draft.save(update_fields=["announced_at"])
        arm_drop(draft, by=manager)
        assert phase_of(draft) == Phase.SEALED
        assert kinds() == {}

    @pytest.mark.parametrize(
        ("facts", "word"),
        [
            ({"price": None}, "prix"),
            ({"price": 0}, "prix"),
            ({"opens_at": None}, "ouverture"),
            ({"closes_at": None}, "fermeture"),
            ({"statement": ""}, "pourquoi"),
        ],
    )
    def test_what_is_missing_is_named(self, draft, manager, facts, word):
        draft.watch.statement = ""
        draft.watch.save(update_fields=["statement"])
        type(draft).objects.filter(pk=draft.pk).update(**facts)
        with standstill(), pytest.raises(CannotArm, match=word):
            arm_drop(draft, by=manager)

    def test_without_a_picture_it_is_incomplete(self, manager):
        draft = make_draft()
        with standstill(), pytest.raises(CannotArm, match="image"):
            arm_drop(draft, by=manager)

    def test_it_cannot_close_before_it_opens(self, draft, manager):
        type(draft).objects.update(closes_at=draft.opens_at)
        with standstill(), pytest.raises(CannotArm, match="suivre"):
            arm_drop(draft, by=manager)

    def test_ten_minutes_are_the_least_notice(self, draft, manager):
        type(draft).objects.update(opens_at=clock.now() + NOTICE - timedelta(milliseconds=1))
        with standstill(), pytest.raises(CannotArm, match="dix minutes"):
            arm_drop(draft, by=manager)
        type(draft).objects.update(opens_at=clock.now() + NOTICE + timedelta(seconds=1))
        arm_drop(draft, by=manager)

    def test_a_rehearsal_may_open_at_once(self, draft, manager):
        type(draft).objects.update(rehearsal=True, opens_at=clock.now() + timedelta(seconds=1))
        arm_drop(draft, by=manager)
        assert phase_of(draft) == Phase.ANNOUNCED

    def test_a_rehearsal_does_not_stir_the_public_schedule(self, draft, manager):
        type(draft).objects.update(rehearsal=True)
        arm_drop(draft, by=manager)
        assert kinds() == {f"drop:{draft.code}": "phase"}

    def test_armed_is_armed(self, draft, manager):
        arm_drop(draft, by=manager)
        with standstill(), pytest.raises(NotNow):
            arm_drop(draft, by=manager)


class TestDisarming:
    def test_it_seals_the_drop_again(self, draft, manager):
        arm_drop(draft, by=manager)
        disarm_drop(draft)
        assert phase_of(draft) == Phase.SEALED
        assert not draft.pieces.exists()
        assert Topic.objects.get(name=f"drop:{draft.code}").seq == 2

    def test_and_it_can_be_armed_anew(self, draft, manager):
        arm_drop(draft, by=manager)
        disarm_drop(draft)
        arm_drop(draft, by=manager)
        assert draft.pieces.count() == 3

    def test_once_open_it_is_too_late(self):
        drop = make_drop()
        with standstill(), pytest.raises(NotNow):
            disarm_drop(drop)

    def test_a_draft_is_not_armed(self, draft):
        with standstill(), pytest.raises(NotNow):
            disarm_drop(draft)


class TestPausing:
    def test_nobody_is_served_until_it_goes_on(self):
        drop, first, second = make_drop(total=1), make_member(), make_member()
        claim(drop, first)
        claim(drop, second)
        pause_drop(drop)
        let_lapse(drop)
        settle_drop(drop.code)
        assert set(Claim.objects.values_list("status", flat=True)) == {"lapsed", "waiting"}
        resume_drop(drop)
        assert Claim.objects.get(member=second).status == "allocated"
        check_stock(drop)

    def test_it_is_announced_and_its_end_too(self):
        drop = make_drop()
        pause_drop(drop)
        resume_drop(drop)
        assert Topic.objects.get(name=f"drop:{drop.code}").seq == 2

    def test_a_held_piece_may_be_ordered_meanwhile(self):
        drop, member = make_drop(), make_member()
        claim(drop, member)
        pause_drop(drop)
        assert confirm_hold(drop.code, member_id=member.pk).pieces == 1

    @pytest.mark.parametrize("facts", [{"paused_at": clock.now}, {"cancelled_at": clock.now}])
    def test_what_stands_cannot_be_stopped(self, facts):
        drop = make_drop(**{name: moment() for name, moment in facts.items()})
        with standstill(), pytest.raises(NotNow):
            pause_drop(drop)

    def test_a_closed_drop_or_a_draft_cannot_be_paused(self, draft):
        for drop in (draft, make_drop(opens_at=clock.now() - 5 * HOUR)):
            with standstill(), pytest.raises(NotNow):
                pause_drop(drop)

    def test_what_runs_cannot_be_resumed(self):
        drop = make_drop()
        with standstill(), pytest.raises(NotNow):
            resume_drop(drop)


class TestCancelling:
    def test_holds_are_released_and_orders_stay(self):
        drop, buyer, holder, waiting = make_drop(total=2), *(make_member() for _ in range(3))
        for member in (buyer, holder, waiting):
            claim(drop, member)
        confirm_hold(drop.code, member_id=buyer.pk)
        cancel_drop(drop, reason="Un cadran manque.")
        status = dict(Claim.objects.values_list("member", "status"))
        assert status == {buyer.pk: "ordered", holder.pk: "withdrawn", waiting.pk: "withdrawn"}
        assert phase_of(drop) == Phase.CANCELLED
        assert drop.cancelled_reason == "Un cadran manque."
        check_stock(drop)
        last = Event.objects.filter(topic=f"me:{holder.pk}").latest("seq")
        assert (last.kind, last.data["status"]) == ("claim.changed", "withdrawn")
        with pytest.raises(NothingHeld):
            confirm_hold(drop.code, member_id=holder.pk)

    def test_a_sealed_drop_goes_without_a_word(self, draft):
        cancel_drop(draft, reason="")
        assert phase_of(draft) == Phase.CANCELLED
        assert kinds() == {}

    def test_what_is_over_stays_over(self):
        for drop in (make_drop(opens_at=clock.now() - 5 * HOUR), make_drop(cancelled_at=clock.now())):
            with standstill(), pytest.raises(NotNow):
                cancel_drop(drop, reason="")


class TestTheMessage:
    def test_it_is_told_to_everybody(self):
        drop = make_drop()
        set_message(drop, message="On revient dans cinq minutes.")
        drop.refresh_from_db()
        assert drop.message == "On revient dans cinq minutes."
        assert kinds() == {f"drop:{drop.code}": "message"}

    def test_a_sealed_drop_keeps_it_to_itself(self):
        now = clock.now()
        set_message(make_drop(announced_at=now + HOUR, opens_at=now + 2 * HOUR), message="Bientôt.")
        assert kinds() == {}

    def test_what_is_not_armed_or_over_has_nothing_to_say(self, draft):
        for drop in (draft, make_drop(opens_at=clock.now() - 5 * HOUR), make_drop(cancelled_at=clock.now())):
            with standstill(), pytest.raises(NotNow):
                set_message(drop, message="Bientôt.")
