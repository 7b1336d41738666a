"""The topic of a gathering: old state and event are the fresh state, and a draft is no topic."""

import pytest

from community.gatherings.actions.answers import answer_gathering, withdraw_answer
from community.gatherings.actions.programme import cancel_gathering, publish_gathering
from community.gatherings.live import GatheringTopic
from community.gatherings.models import GatheringState
from realtime.topics import Viewer, find
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def read(gathering):
    topic, key = find(gathering.topic)
    state = topic.read(key)
    return state and (state.seq, state.kind, dict(state.data[topic.audience(Viewer(), key)]))


def test_each_change_is_one_step_and_its_whole_state():
    gathering, member = make_gathering(capacity=1, guests_per_member=0), make_member()
    assert read(gathering) == (0, "", {"state": "published", "seats": 0, "capacity": 1, "waiting": 0})
    answer_gathering(gathering, by=member)
    assert read(gathering) == (1, "seats", {"state": "published", "seats": 1, "capacity": 1, "waiting": 0})
    answer_gathering(gathering, by=make_member())
    assert read(gathering) == (2, "seats", {"state": "published", "seats": 1, "capacity": 1, "waiting": 1})
    withdraw_answer(gathering, by=member)
    assert read(gathering) == (3, "seats", {"state": "published", "seats": 1, "capacity": 1, "waiting": 0})
    cancel_gathering(gathering, reason="La bise.")
    assert read(gathering) == (4, "plan", {"state": "cancelled", "seats": 1, "capacity": 1, "waiting": 0})


def test_a_draft_is_no_topic():
    draft = make_gathering(state=GatheringState.DRAFT)
    make_rsvp(draft)
    assert read(draft) is None
    publish_gathering(draft)
    assert read(draft)[:2] == (1, "plan")


@pytest.mark.parametrize("key", ["personne", "", "x" * 61, "é", "a b", "a%", "'; --"])
def test_what_is_called_otherwise_is_nothing(key):
    assert GatheringTopic().read(key) is None


def test_one_question_to_the_database(django_assert_num_queries):
    gathering = make_gathering()
    with django_assert_num_queries(1):
        GatheringTopic().read(gathering.slug)
