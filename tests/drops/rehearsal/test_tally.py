import pytest
from django.db import connection

from drops.rehearsal.tally import Tally, audit, percentile, summary
from tests.drops.conftest import claim
from tests.factories.drops import make_drop
from tests.factories.members import make_member


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 50, 0.0), ([3.0], 99, 3.0), ([4.0, 1.0, 3.0, 2.0], 50, 2.0), (list(map(float, range(1, 101))), 99, 99.0)],
)
def test_percentiles_are_values_that_occurred(values, percent, expected):
    assert percentile(values, percent) == expected


def test_the_latest_state_wins_whatever_the_order():
    tally = Tally()
    for seq, now in ((4, 100), (5, 90), (5, 80), (4, 200)):
        tally.see({"seq": seq, "now": now, "data": {"available": seq * 1000 + now}})
    assert tally.stock == {"available": 5090}


@pytest.mark.django_db
def test_an_honest_sale_is_sound():
    drop = make_drop(total=2)
    for _ in range(3):
        claim(drop, make_member())
    found = audit(drop)
    assert (found.held, found.sold, found.claims, found.gaps, found.oversold) == (2, 0, 3, 0, 0)
    assert found.is_sound


@pytest.mark.django_db
def test_a_dishonest_one_is_not():
    drop = make_drop(total=3)
    members = [make_member() for _ in range(3)]
    for member in members:
        claim(drop, member)
    with connection.cursor() as cursor:  # behind the back of every action
        cursor.execute("ALTER TABLE drops_hold DROP CONSTRAINT IF EXISTS hold_piece_once")
        cursor.execute("DROP INDEX hold_piece_once")
        cursor.execute(
            "UPDATE drops_hold SET piece_id = (SELECT min(piece_id) FROM drops_hold WHERE drop_id = %s)", [drop.pk]
        )
        cursor.execute("UPDATE drops_claim SET place = 7 WHERE place = 3")
    found = audit(drop)
    assert (found.oversold, found.gaps) == (2, 4)
    assert not found.is_sound


@pytest.mark.django_db
def test_the_summary_hides_nothing():
    tally = Tally(sockets=3, frames=9, sent=3)
    tally.answers["a"] = (1, "key")
    tally.refusals["closed"] += 1
    tally.failures["TimeoutError"] += 2
    text = "\n".join(summary("K7Q2M", tally, audit(make_drop(total=2)), players=3))
    for part in ("3 sent, 1 answered", "oversold 0", "unanswered 1", "1 × closed", "2 × TimeoutError", "2 left"):
        assert part in text
