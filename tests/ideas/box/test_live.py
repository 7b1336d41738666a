"""The topics of the box: old state and event are the fresh state, and a hidden idea is no topic."""

import pytest

from ideas.box.actions.moving import merge_idea, move_idea
from ideas.box.actions.proposing import hide_idea
from ideas.box.actions.supporting import support_idea, withdraw_support
from ideas.box.live import IdeaTopic
from realtime.topics import Viewer, find
from tests.factories.ideas import make_idea, make_keeper
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def read(idea):
    topic, key = find(idea.topic)
    state = topic.read(key)
    return state and (state.seq, state.kind, dict(state.data[topic.audience(Viewer(), key)]))


def test_each_change_is_one_step_and_its_whole_state():
    idea, other, member, keeper = make_idea(), make_idea(), make_member(), make_keeper()
    assert read(idea) == (0, "", {"state": "proposed", "supports": 0})
    support_idea(idea, by=member)
    assert read(idea) == (1, "support", {"state": "proposed", "supports": 1})
    withdraw_support(idea, by=member)
    assert read(idea) == (2, "support", {"state": "proposed", "supports": 0})
    move_idea(idea, "studied", by=keeper, answer="Oui.")
    assert read(idea) == (3, "state", {"state": "studied", "supports": 0})
    support_idea(idea, by=member)
    merge_idea(idea, other, by=keeper, answer="La même.")
    assert read(idea) == (5, "state", {"state": "merged", "supports": 0, "merged_into": other.pk})
    assert read(other) == (1, "support", {"state": "proposed", "supports": 1})


def test_a_hidden_idea_is_no_topic():
    idea = make_idea()
    hide_idea(idea)
    assert read(idea) is None


@pytest.mark.parametrize("key", ["", "0", "01", "-1", "x", "1 ", "9" * 19, "'; --"])
def test_what_is_called_otherwise_is_nothing(key):
    assert IdeaTopic().read(key) is None


def test_one_question_to_the_database(django_assert_num_queries):
    idea = make_idea()
    with django_assert_num_queries(1):
        IdeaTopic().read(str(idea.pk))
