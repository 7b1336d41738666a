"""A ballot for machines."""

import pytest

from ideas.ballots.actions.votes import cast_vote
from realtime import clock
from realtime.clock import to_ms
from tests.factories.ballots import make_ballot, make_sealed, make_voters, options_of

pytestmark = pytest.mark.django_db


def body_of(client, ballot):
    answer = client.get(f"/api/v1/ballots/{ballot.pk}/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    return answer.json()


def test_turnout_while_it_is_open(client):
    [member] = make_voters(1)
    ballot = make_ballot(quorum_percent=40)
    cast_vote(ballot, by=member, choice=options_of(ballot)[0])
    body = body_of(client, ballot)
    assert (body["state"], body["eligible"], body["voted"]) == ("open", 1, 1)
    assert (body["closes_at"], body["tie_order"]) == (to_ms(ballot.closes_at), ballot.tie_order)
    assert [option["id"] for option in body["options"]] == options_of(ballot)
    assert not {"rounds", "winners", "digest"} & body.keys()


def test_what_is_not_known_yet_is_absent(client):
    body = body_of(
        client, make_ballot(opens_at=clock.now().replace(year=2099), closes_at=clock.now().replace(year=2100))
    )
    assert body["state"] == "planned"
    assert not {"eligible", "voted", "tie_order"} & body.keys()


def test_the_result_once_it_is_sealed(client):
    ballot = make_sealed()
    body = body_of(client, ballot)
    assert body["state"] == "sealed"
    assert {name: body[name] for name in ballot.outcome} == ballot.outcome
    assert body["digest"] == ballot.digest


def test_drafts_and_what_is_not_there(client):
    for number in (make_ballot(published_at=None).pk, 0, 10**20):
        assert client.get(f"/api/v1/ballots/{number}/").status_code == 404
    assert client.post(f"/api/v1/ballots/{make_ballot().pk}/").status_code in {403, 405}


def test_the_document_knows_it(client):
    document = client.get("/api/v1/openapi.json").json()
    properties = document["components"]["schemas"]["Ballot"]["properties"]
    assert {"eligible", "voted", "rounds", "winners", "digest"} <= properties.keys()
