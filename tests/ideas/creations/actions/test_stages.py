"""The stages: what is ruled before, what is frozen after, and what each rule refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community.pictures.door import PictureRefused
from community.pictures.models import Picture
from ideas.creations.actions.stages import (
    add_stage,
    date_stage,
    decide_stage,
    illustrate_stage,
    plan_stage,
    remove_stage,
    revise_stage,
    undate_stage,
    unillustrate_stage,
)
from ideas.creations.models import CreationState, Phase, Stage
from ideas.creations.rules import CreationRefused
from ideas.creations.telling import DECIDED
from realtime import clock
from tests.factories.creations import (
    RULE,
    make_closed_stage,
    make_creation,
    make_decided_stage,
    make_open_stage,
    make_stage,
    make_stage_picture,
)
from tests.factories.members import make_member
from tests.factories.pictures import upload
from tests.ideas.creations.conftest import begun, standstill

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused(code, act, *given):
    """This is refused by the name of the rule, nothing changes and nothing is told."""
    with standstill(), pytest.raises(CreationRefused) as refusal:
        act(*given)
    assert refusal.value.code == code
    assert refusal.value.message


def dates(days, lasts=2):
    opens_at = clock.now() + days * DAY
    return opens_at, opens_at + lasts * DAY


class TestAdding:
    def test_numbers_follow_each_other(self):
        creation = make_creation(state=CreationState.DRAFT)
        first, second = (add_stage(creation, title=title) for title in ("Le diamètre", "Le cadran"))
        assert [(stage.n, stage.phase(clock.now())) for stage in (first, second)] == [
            (1, Phase.PLANNED),
            (2, Phase.PLANNED),
        ]

    def test_the_last_one_can_go_before_it_opens(self):
        creation = make_creation(stages=2)
        first, last = creation.stages.all()
        refused("not_last", remove_stage, first)
        remove_stage(last)
        assert creation.stages.get() == first
        refused("opened", remove_stage, make_open_stage())


class TestDating:
    def test_a_ruled_stage_gets_its_dates(self):
        stage = date_stage(make_stage(), *dates(2))
        assert stage.phase(clock.now()) == Phase.COMING
        assert undate_stage(stage).phase(clock.now()) == Phase.PLANNED

    def test_without_a_rule_it_never_opens(self):
        bare = make_stage(hands_on="", ruled_at=None)
        refused("unruled", date_stage, bare, *dates(2))
        dated = make_stage(opens_in=DAY)
        refused("unruled", revise_stage, dated, {"hands_on": ""})
        for unruled in ({"hands_on": ""}, {"ruled_at": dated.opens_at + DAY}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Stage.objects.filter(pk=dated.pk).update(**unruled)

    def test_not_in_the_past_and_not_backwards(self):
        stage = make_stage()
        refused("past", date_stage, stage, *dates(-1))
        refused("backwards", date_stage, stage, *dates(2, lasts=-1))
        refused("backwards", plan_stage, stage, {"opens_at": dates(1)[0]})

    def test_one_after_the_other(self):
        creation = make_creation()
        make_stage(creation, opens_in=4 * DAY)
        middle = make_stage(creation)
        make_stage(creation, opens_in=20 * DAY)
        refused("order", date_stage, middle, *dates(10.9, lasts=2))
        refused("order", date_stage, middle, *dates(19))
        assert date_stage(middle, *dates(12)).starts_at

    @pytest.mark.parametrize("make", [make_open_stage, make_closed_stage])
    def test_once_it_has_opened_rule_and_dates_stay(self, make):
        stage = make()
        refused("opened", revise_stage, stage, {"hands_on": "Finalement non."})
        refused("opened", date_stage, stage, *dates(3))
        refused("opened", undate_stage, stage)
        assert revise_stage(stage, {"text": "Une faute de moins."}).hands_on == RULE

    def test_what_is_refused_in_part_is_refused_whole(self):
        stage = make_open_stage(title="Le cadran")
        refused("opened", plan_stage, stage, {"title": "Autre", "hands_on": "Autre."})


class TestDeciding:
    def test_in_the_words_of_the_team_once_it_is_over(self):
        stage = decide_stage(make_closed_stage(), "Trente-huit et demi.")
        assert (stage.phase(clock.now()), stage.outcome) == (Phase.DECIDED, "Trente-huit et demi.")
        assert begun() == [(DECIDED, f"stage:{stage.pk}")]

    def test_not_before_the_close(self):
        for stage in (make_open_stage(), make_stage(opens_in=DAY), make_stage()):
            refused("not_over", decide_stage, stage, "Trop tôt.")
        refused("wordless", decide_stage, make_closed_stage(), "")
        refused("not_over", decide_stage, make_closed_stage(make_creation(state=CreationState.DRAFT)), "Caché.")

    def test_once_and_for_all(self):
        stage = make_decided_stage()
        refused("decided", decide_stage, stage, "Autre chose.")
        refused("decided", revise_stage, stage, {"hands_on": "Autre règle."})

    @pytest.mark.parametrize(
        "change",
        [
            {"outcome": "40 mm"},
            {"hands_on": "Autre."},
            {"decided_at": None, "outcome": ""},
            {"n": 7},
            {"ruled_at": None},
        ],
    )
    def test_the_database_itself_refuses(self, change):
        stage = make_decided_stage()
        with standstill(), pytest.raises(IntegrityError), transaction.atomic():
            Stage.objects.filter(pk=stage.pk).update(**change)
        Stage.objects.filter(pk=stage.pk).update(title="Une faute de moins")


class TestIllustrating:
    def test_a_picture_more(self):
        stage = make_stage()
        shown = illustrate_stage(stage, upload(), alt="Trois cadrans", by=make_member())
        assert (shown.picture.owner_id is not None, stage.pictures.count()) == (True, 1)

    def test_a_picture_less_whenever_that_is(self):
        stage, other = make_decided_stage(), make_stage()
        pictures = [make_stage_picture(each, make_member()) for each in (stage, stage, other)]
        with standstill():
            unillustrate_stage(stage, pictures[2:])
        unillustrate_stage(stage, pictures[:1])
        assert (list(stage.pictures.all()), other.pictures.count()) == (pictures[1:2], 1)
        assert not Picture.objects.filter(pk=pictures[0].picture_id).exists()

    def test_what_the_door_refuses(self):
        stage, editor = make_stage(), make_member()
        with standstill(), pytest.raises(PictureRefused):
            illustrate_stage(stage, upload(b"<svg onload=alert(1)>"), alt="x", by=editor)
