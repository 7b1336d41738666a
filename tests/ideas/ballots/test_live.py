"""The topic of a ballot: old state and event are the fresh state, and before the sealing it knows no choice."""

from datetime import timedelta

import pytest

from ideas.ballots.actions.programme import publish_ballot
from ideas.ballots.actions.votes import cast_vote, withdraw_vote
from ideas.ballots.live import BallotTopic
from ideas.ballots.models import Method
from realtime import clock
from realtime.clock import to_ms
from realtime.topics import Viewer, find
from tests.factories.ballots import close_ballot, make_ballot, make_voters, options_of

pytestmark = pytest.mark.django_db


def read(ballot):
    topic, key = find(ballot.topic)
    state = topic.read(key)
    return state and (state.seq, state.kind, dict(state.data[topic.audience(Viewer(), key)]))


def test_each_step_carries_the_whole_state():
    one, other = make_voters(2)
    ballot = make_ballot()
    first, second, _ = options_of(ballot)
    times = {"opens_at": to_ms(ballot.opens_at), "closes_at": to_ms(ballot.closes_at)}
    open_ = {"state": "open", "eligible": 2} | times
    assert read(ballot) == (1, "turnout", open_ | {"voted": 0})
    cast_vote(ballot, by=one, choice=first)
    assert read(ballot) == (2, "turnout", open_ | {"voted": 1})
    cast_vote(ballot, by=one, choice=second)
    assert read(ballot) == (2, "turnout", open_ | {"voted": 1})
    cast_vote(ballot, by=other, choice=second)
    withdraw_vote(ballot, by=one)
    assert read(ballot) == (4, "turnout", open_ | {"voted": 1})
    close_ballot(ballot)
    times["closes_at"] = to_ms(ballot.closes_at)
    closed = {"state": "closed", "eligible": 2, "voted": 1} | times
    assert read(ballot) == (4, "turnout", closed)
    BallotTopic().look([str(ballot.pk), "x", ""])
    ballot.refresh_from_db()
    sealed = closed | {"state": "sealed", "winners": [second], "digest": ballot.digest}
    assert read(ballot) == (5, "closed", sealed)


def test_who_looks_opens_it():
    ballot = make_ballot(opened=False)
    BallotTopic().look([str(ballot.pk)])
    ballot.refresh_from_db()
    assert ballot.opened_at


def test_a_house_may_show_the_tally():
    [member] = make_voters(1)
    ballot = make_ballot(method=Method.SCORE, shows_tally=True)
    first, second, third = map(str, options_of(ballot))
    assert read(ballot)[2]["counts"] == {first: 0, second: 0, third: 0}
    cast_vote(ballot, by=member, choice=[5, None, 2])
    cast_vote(ballot, by=member, choice=[4, None, 2])
    assert (read(ballot)[0], read(ballot)[2]["counts"]) == (3, {first: 4, second: 0, third: 2})


def test_the_clock_alone_opens_and_closes_it():
    planned = make_ballot(opens_at=clock.now() + timedelta(hours=1))
    assert BallotTopic().read(str(planned.pk)).next_change == planned.opens_at
    assert "voted" not in read(planned)[2]
    ballot = make_ballot()
    assert BallotTopic().read(str(ballot.pk)).next_change == ballot.closes_at


def test_a_draft_is_no_topic():
    draft = make_ballot(published_at=None, opens_at=clock.now() + timedelta(hours=1))
    assert read(draft) is None
    publish_ballot(draft)
    assert read(draft)[:2] == (1, "plan")


@pytest.mark.parametrize("key", ["0", "99", "", "x", "1 ", "-1", "1e3", "٣", "9" * 19, "'; --"])
def test_what_is_called_otherwise_is_nothing(key):
    assert BallotTopic().read(key) is None


def test_one_question_to_the_database(django_assert_num_queries):
    ballot = make_ballot(shows_tally=True)
    with django_assert_num_queries(1):
        BallotTopic().read(str(ballot.pk))
