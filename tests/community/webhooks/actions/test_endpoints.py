"""What the team does to endpoints, and what becomes of old news and of who leaves."""

from datetime import timedelta

import pytest

from community.outgoing.addresses import AddressRefused
from community.personal.registry import Leaving
from community.webhooks.actions.departing import forget_handles
from community.webhooks.actions.endpoints import (
    TooManyEndpoints,
    delete_endpoint,
    make_endpoint,
    replace_secret,
    revise_endpoint,
)
from community.webhooks.actions.pruning import forget_old_deliveries
from community.webhooks.models import Delivery, Endpoint, Off, State
from community.webhooks.rules import KEPT, MOST_ENDPOINTS, OLD_SECRET_LIVES
from realtime import clock
from tests.community.webhooks.conftest import standstill, state_of
from tests.factories.webhooks import DONE, make_delivery
from tests.factories.webhooks import make_endpoint as made

pytestmark = pytest.mark.django_db
FACTS = {"name": "Stock", "address": "https://stock.example/", "events": [DONE, DONE]}


def test_it_is_made_with_a_secret_of_its_own():
    one, other = (make_endpoint(**FACTS) for _ in range(2))
    assert one.is_on
    assert one.events == [DONE]
    assert one.secret.startswith("whsec_")
    assert one.secret != other.secret


def test_an_address_that_is_none():
    endpoint = made()
    with standstill():
        with pytest.raises(AddressRefused):
            make_endpoint(**FACTS | {"address": "http://10.0.0.1/"})
        with pytest.raises(AddressRefused):
            revise_endpoint(endpoint, {"address": "https://10.0.0.1/"})


def test_there_is_a_most():
    for _ in range(MOST_ENDPOINTS - 1):
        made()
    make_endpoint(**FACTS)
    with standstill(), pytest.raises(TooManyEndpoints):
        make_endpoint(**FACTS)


def test_switched_off_what_waits_is_lost_and_on_again_the_past_is_over():
    endpoint = made(lost=3)
    waiting, done = made_and_done = (
        make_delivery(endpoint),
        make_delivery(endpoint, state=State.DELIVERED, next_at=None),
    )
    endpoint = revise_endpoint(endpoint, {"is_on": False})
    assert (endpoint.is_on, endpoint.off_reason) == (False, Off.STAFF)
    assert [state_of(each)[0] for each in made_and_done] == [State.FAILED, State.DELIVERED]
    endpoint = revise_endpoint(endpoint, {"is_on": True, "name": "Autre"})
    assert (endpoint.is_on, endpoint.off_reason, endpoint.lost, endpoint.name) == (True, "", 0, "Autre")
    assert state_of(waiting)[0] == State.FAILED
    assert state_of(done)[0] == State.DELIVERED


def test_a_change_of_nothing():
    endpoint = made(lost=3)
    with standstill():
        revise_endpoint(endpoint, {})
        revise_endpoint(endpoint, {"is_on": True})


def test_a_new_secret_and_the_one_before_for_a_day():
    now, endpoint = clock.now(), made()
    first = endpoint.secret
    second = replace_secret(endpoint, now)
    endpoint.refresh_from_db()
    assert endpoint.secrets_at(now) == (second, first)
    assert endpoint.secrets_at(now + OLD_SECRET_LIVES - timedelta(seconds=1)) == (second, first)
    assert endpoint.secrets_at(now + OLD_SECRET_LIVES) == (second,)
    third = replace_secret(endpoint, now)
    endpoint.refresh_from_db()
    assert endpoint.secrets_at(now) == (third, second)


def test_it_goes_with_all_it_was_sent():
    endpoint, other = made(), made()
    make_delivery(endpoint)
    kept = make_delivery(other)
    delete_endpoint(endpoint)
    assert list(Endpoint.objects.all()) == [other]
    assert list(Delivery.objects.all()) == [kept]


def test_a_month_is_kept(monkeypatch):
    monkeypatch.setattr("community.webhooks.actions.pruning.AT_ONCE", 2)
    now, endpoint = clock.now(), made()
    for _ in range(3):
        make_delivery(endpoint, at=now - KEPT)
    young = make_delivery(endpoint, at=now - KEPT + timedelta(seconds=1))
    forget_old_deliveries(now)
    assert list(Delivery.objects.all()) == [young]


@pytest.mark.parametrize(("after", "kept"), [(timedelta(seconds=-1), "whsec_old"), (timedelta(), "")])
def test_a_secret_that_signs_no_more_is_forgotten(after, kept):
    now = clock.now()
    endpoint = made(old_secret="whsec_old", old_until=now)
    forget_old_deliveries(now + after)
    endpoint.refresh_from_db()
    assert endpoint.old_secret == kept


class TestWhoLeaves:
    LEAVING = Leaving(1, ("number", "loutre"), (), "parti-abc", takes_words=False)

    def test_their_handle_is_replaced_and_nothing_else(self):
        endpoint = made()
        theirs = make_delivery(endpoint, {"number": 7, "author": {"handle": "number"}, "also": [{"handle": "loutre"}]})
        forget_handles(self.LEAVING)
        theirs.refresh_from_db()
        assert '{"number":7,"author":{"handle":"parti-abc"},"also":[{"handle":"parti-abc"}]}' in theirs.body

    def test_nor_what_another_called_almost_so_did(self):
        other = make_delivery(made(), {"author": {"handle": "loutre-de-fleurier"}}, answer="loutre")
        with standstill():
            forget_handles(self.LEAVING)
        assert other.answer

    def test_what_was_answered_to_it_goes(self):
        theirs = make_delivery(made(), {"author": {"handle": "loutre"}}, answer="Merci, loutre.")
        forget_handles(self.LEAVING)
        forget_handles(self.LEAVING)
        theirs.refresh_from_db()
        assert theirs.answer == ""
