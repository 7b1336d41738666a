"""What integrations hear of a ballot: that it opened, and what came of it; nothing in between."""

import json

import pytest
from django.conf import settings

from community.webhooks.models import Delivery
from ideas.ballots.actions.votes import cast_vote, withdraw_vote
from tests.factories.ballots import make_ballot, make_voters, options_of, seal
from tests.factories.webhooks import make_endpoint

pytestmark = pytest.mark.django_db


def test_its_opening_and_its_result():
    make_endpoint(events=["ballot.opened", "ballot.closed"])
    anna, bruno = make_voters(2)
    ballot = make_ballot()
    first, *_others = options_of(ballot)
    cast_vote(ballot, by=anna, choice=first)
    cast_vote(ballot, by=bruno, choice=first)
    withdraw_vote(ballot, by=bruno)
    sealed = seal(ballot)
    opened, closed = (json.loads(body) for body in Delivery.objects.order_by("pk").values_list("body", flat=True))
    assert (opened["type"], closed["type"]) == ("ballot.opened", "ballot.closed")
    assert opened["data"]["ballot"]["eligible"] == closed["data"]["ballot"]["eligible"] == 2
    assert closed["data"]["ballot"]["url"] == settings.SITE_URL + ballot.get_absolute_url()
    outcome = {name: closed["data"]["ballot"][name] for name in ("voted", "winners", "digest")}
    assert outcome == {"voted": 1, "winners": [first], "digest": sealed.digest}
