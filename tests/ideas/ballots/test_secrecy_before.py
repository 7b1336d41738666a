"""Before the close nobody sees what depends on others' choices: two histories, byte for byte the same."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from community.members.models import Member
from community.notices.models import Notice
from ideas.ballots.actions.votes import cast_vote, withdraw_vote
from ideas.ballots.models import Ballot, Method
from ideas.ballots.queries import waiting_for
from realtime import clock
from realtime.topics import Viewer, find
from tests.factories.ballots import make_ballot, make_voters, options_of

pytestmark = pytest.mark.django_db
OPENS_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)

# What is random on every page, whoever voted what.
NOISE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
CHOICES = {
    Method.SINGLE: lambda options: (options[0], options[1]),
    Method.APPROVAL: lambda options: ([options[0]], options[1:]),
    Method.SCORE: lambda options: ([5] + [None] * (len(options) - 1), [0] + [4] * (len(options) - 1)),
    Method.RANKED: lambda options: (options, options[::-1][:2]),
}


def seen(address, viewer=None, *, fragment=False):
    """What an address answers: status, headers and body, without what is random anyway."""
    client = Client()
    if viewer:
        client.force_login(viewer)
    response = client.get(address, headers={"HX-Request": "true"} if fragment else {})
    headers = {
        name: value for name, value in response.items() if name not in {"Content-Security-Policy", "X-Request-ID"}
    }
    return response.status_code, headers, NOISE.sub(b"", response.content)


def everything(ballot, late):
    """All that others than the voters see of a ballot: pages, API, sockets, notices, and whom it waits for."""
    topic, key = find(ballot.topic)
    state = topic.read(key)
    address = ballot.get_absolute_url()
    pages = [
        seen(address),
        seen(address, late),
        seen(f"{address}voix/", late, fragment=True),
        seen(f"{address}tally.json"),
        seen(f"/api/v1/ballots/{ballot.pk}/"),
    ]
    wire = (state.seq, state.kind, state.next_change, state.data[topic.audience(Viewer(), key)])
    notices = list(Notice.objects.order_by("pk").values_list("member_id", "kind", "key", "data"))
    return pages, wire, waiting_for(late), notices


def history(ballot, which):
    """The same people do the same things in the same order; only what stands on their papers is another."""
    voters = list(Member.objects.filter(handle__startswith="votant").order_by("pk"))
    one, other = CHOICES[ballot.method](options_of(ballot))
    first, second = (one, other) if which else (other, one)
    cast_vote(ballot, by=voters[0], choice=first)
    cast_vote(ballot, by=voters[1], choice=second)
    cast_vote(ballot, by=voters[2], choice=first)
    cast_vote(ballot, by=voters[2], choice=second)
    cast_vote(ballot, by=voters[3], choice=first)
    withdraw_vote(ballot, by=voters[3])


def two_histories(ballot, late, before_looking=lambda: None):
    """What is seen after each of two histories, of which the first is taken back."""
    found = []
    for which in (0, 1):
        savepoint = transaction.savepoint()
        history(ballot, which)
        before_looking()
        found.append(everything(ballot, late))
        transaction.savepoint_rollback(savepoint)
    return found


@pytest.fixture
def people():
    """Four voters and one who waits, from before the opening."""
    joined = OPENS_AT - timedelta(days=9)
    for number in range(4):
        make_voters(1, handle=f"votant-{number}", date_joined=joined)
    return make_voters(1, date_joined=joined)[0]


@pytest.mark.parametrize(
    "method",
    [
        Method.SINGLE,
        Method.RANKED,
        pytest.param(Method.APPROVAL, marks=pytest.mark.heavy),
        pytest.param(Method.SCORE, marks=pytest.mark.heavy),
    ],
)
def test_two_histories_look_the_same(people, method):
    one, other = two_histories(make_ballot(method=method, opens_at=OPENS_AT, quorum_percent=40), people)
    assert one == other


def test_nor_is_there_a_difference_between_the_close_and_the_sealing(people, monkeypatch):
    ballot, closes_at = make_ballot(opens_at=OPENS_AT), clock.now() - timedelta(seconds=1)
    monkeypatch.setattr("ideas.ballots.access.settle_ballot", lambda row, _now: row)
    one, other = two_histories(ballot, people, lambda: Ballot.objects.update(closes_at=closes_at))
    assert one == other
    assert b"clos," in one[0][0][2]


def test_the_comparison_would_notice(people):
    """The control: a ballot that shows its tally looks different."""
    one, other = two_histories(make_ballot(opens_at=OPENS_AT, shows_tally=True), people)
    assert one[0][0] != other[0][0]
    assert one[0][-1] == other[0][-1]  # machines read it on the socket
    assert one[1] != other[1]
