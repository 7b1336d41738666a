"""Telling of openings and of drops: whom, and once."""

from datetime import timedelta

import pytest

from community.discussions.actions.posts import write_post
from community.discussions.actions.threads import thread_under
from ideas.creations.actions.following import follow_creation, unfollow_creation
from ideas.creations.actions.steps import LATEST, tell_drops, tell_openings
from ideas.creations.models import CreationState
from ideas.creations.telling import DROPPED, KINDS, OPENED, listeners
from ideas.descent import Station, register_heirs, unregister_heirs
from realtime import clock
from tests.factories.creations import make_closed_stage, make_creation, make_decided_stage, make_open_stage, make_stage
from tests.factories.members import make_member
from tests.ideas.creations.conftest import begun, standstill

pytestmark = pytest.mark.django_db


def test_a_stage_that_opened_is_told_once():
    stage = make_stage(opens_in=-timedelta(minutes=3))
    assert tell_openings(clock.now()) == [stage]
    assert begun() == [(OPENED, f"stage:{stage.pk}")]
    with standstill():
        assert tell_openings(clock.now()) == []


def test_of_nothing_else_anything_is_told():
    make_stage(opens_in=timedelta(minutes=3))
    make_stage(opens_in=-LATEST - timedelta(minutes=1))
    make_stage(opens_in=-timedelta(hours=2), lasts=timedelta(hours=1))
    make_stage(make_creation(state=CreationState.DRAFT), opens_in=-timedelta(minutes=3))
    with standstill():
        assert tell_openings(clock.now()) == []


def test_followers_and_who_took_part_hear_of_it_but_for_who_left():
    stage = make_open_stage()
    follower, speaker, gone, stranger = (make_member(level=1) for _ in range(4))
    for who in (speaker, gone):
        write_post(thread_under(stage), by=who, text="Trente-huit et demi, et pas un de plus.")
    follow_creation(stage.creation, by=follower)
    unfollow_creation(stage.creation, by=gone)
    about = {"creation": stage.creation_id, "kind": OPENED}
    assert listeners(about, 0, 10) == {follower.pk: OPENED, speaker.pk: OPENED}
    assert listeners(about, follower.pk, 10) == {speaker.pk: OPENED}
    assert listeners(about, 0, 1) == {follower.pk: OPENED}
    assert stranger.pk not in listeners(about, 0, 10)
    assert listeners({"creation": 0, "kind": OPENED}, 0, 10) == {}


@pytest.fixture
def heirs():
    """The creations that became a drop, for everybody or for one member alone."""
    known = {"all": set(), "one": None}

    def find(creation_ids, viewer, now):
        sees = viewer.is_authenticated and viewer.pk == known["one"]
        return {pk: [Station("Drop", "K7Q2M")] for pk in creation_ids if pk in known["all"] or sees}

    register_heirs(find)
    yield known
    unregister_heirs(find)


def test_a_drop_is_told_once_everybody_may_know_of_it(heirs):
    creation = make_decided_stage().creation
    make_closed_stage()
    heirs["one"] = make_member().pk  # somebody of the team sees it; nobody is told for that
    with standstill():
        assert tell_drops(clock.now()) == []
    heirs["all"] = {creation.pk}
    assert tell_drops(clock.now()) == [creation]
    assert begun() == [(DROPPED, f"creation:{creation.pk}")]
    with standstill():
        assert tell_drops(clock.now()) == []


def test_a_notice_of_a_drop_is_read_while_the_drop_may_be_known(heirs):
    from types import SimpleNamespace

    kind = next(kind for kind in KINDS if kind.name == DROPPED)
    told = [SimpleNamespace(pk=pk, data={"creation": creation}) for pk, creation in ((1, 11), (2, 12))]
    heirs["all"] = {11}
    assert kind.may_see(told, make_member()) == {1}
