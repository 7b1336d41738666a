"""What drop tests share."""

from functools import partial

import pytest
from django.db import connection

from drops.actions.claims import write_claims, writer
from drops.actions.holds import database
from drops.models import Hold
from drops.rounds import ClaimRequest
from drops.rules import ClaimRefused
from tests.factories.drops import new_key
from tests.standstill import standstill_of

# What a drop could move, and where it is announced.
TABLES = [
    "drops_drop",
    "drops_piece",
    "drops_claim",
    "drops_hold",
    "drops_order",
    "realtime_topic",
    "realtime_event",
]


@pytest.fixture(autouse=True)
def _quiet_writer():
    """The claim writer's thread and connection end with the test that woke them."""
    yield
    writer.close()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def claim(drop, member, quantity=1, key=None):
    """Claim within the test's own transaction; raises the refusal."""
    answer = claim_all([ClaimRequest(drop.code, member.pk, quantity, key or new_key())])[0]
    if isinstance(answer, ClaimRefused):
        raise answer
    return answer


def claim_all(requests):
    """One batch within the test's own transaction."""
    connection.ensure_connection()
    return write_claims(database(), requests)


def let_lapse(drop):
    """The holds of a drop run out a moment ago; nobody has settled it yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE drops_hold SET until = clock_timestamp() - interval '1 ms' WHERE drop_id = %s AND state = 'live'",
            [drop.pk],
        )


standstill = partial(standstill_of, TABLES)


def check_stock(drop):
    """The invariants that hold at every moment anybody can see."""
    drop.refresh_from_db()
    live = drop.holds.filter(state=Hold.State.LIVE).count()
    ordered = drop.holds.filter(state=Hold.State.ORDERED).count()
    assert drop.sold == ordered
    assert live + ordered <= drop.total
    places = [place for row in drop.claims.values_list("place", "earlier_place") for place in row if place]
    assert sorted(places) == list(range(1, drop.places + 1))
    assert drop.claimants == drop.claims.count()
    for entry in drop.claims.all():
        kept = entry.holds.filter(state__in=[Hold.State.LIVE, Hold.State.ORDERED]).count()
        assert kept == entry.granted <= entry.quantity
