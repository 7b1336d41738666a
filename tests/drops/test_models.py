"""Phases as pure functions of time, and what the database refuses whatever the code does."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from drops.models import Drop, Phase, Watch
from tests.drops.conftest import claim
from tests.factories.drops import make_draft, make_drop
from tests.factories.members import make_member

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)


def drop(**facts):
    """Announced at 11, open from 12 to 14."""
    times = {"armed_at": NOON - 2 * HOUR, "announced_at": NOON - HOUR, "opens_at": NOON, "closes_at": NOON + 2 * HOUR}
    return Drop(**({"total": 2, "sold": 0} | times | facts))


@pytest.mark.parametrize(
    ("facts", "now", "phase"),
    [
        ({"armed_at": None}, NOON, Phase.SEALED),
        ({}, NOON - HOUR - INSTANT, Phase.SEALED),
        ({}, NOON - HOUR, Phase.ANNOUNCED),
        ({}, NOON - INSTANT, Phase.ANNOUNCED),
        ({}, NOON, Phase.OPEN),
        ({"paused_at": NOON}, NOON + HOUR, Phase.OPEN),
        ({"sold": 2}, NOON + HOUR, Phase.SOLD_OUT),
        ({"sold": 1}, NOON + HOUR, Phase.OPEN),
        ({}, NOON + 2 * HOUR - INSTANT, Phase.OPEN),
        ({}, NOON + 2 * HOUR, Phase.CLOSED),
        ({"sold": 2}, NOON + 2 * HOUR, Phase.CLOSED),
        ({"cancelled_at": NOON + HOUR}, NOON + HOUR, Phase.CANCELLED),
        ({"cancelled_at": NOON - 2 * HOUR}, NOON + HOUR, Phase.CANCELLED),
    ],
)
def test_the_clock_decides_the_phase(facts, now, phase):
    assert drop(**facts).phase(now) == phase


def test_cancelled_before_its_announcement_it_stays_sealed_for_ever():
    never = drop(cancelled_at=NOON - HOUR - INSTANT)
    assert not never.is_public(NOON + 10 * HOUR)
    assert not never.has_opened(NOON + 10 * HOUR)


def test_cancelled_before_its_opening_it_never_opened():
    early = drop(cancelled_at=NOON - INSTANT)
    assert early.is_public(NOON + HOUR)
    assert not early.has_opened(NOON + HOUR)


def test_the_next_change_is_the_next_hour_that_counts():
    moments = [NOON - 3 * HOUR, NOON - HOUR, NOON, NOON + 2 * HOUR]
    assert [drop().next_change(now) for now in moments] == [NOON - HOUR, NOON, NOON + 2 * HOUR, None]
    assert drop(cancelled_at=NOON).next_change(NOON) is None
    assert drop(armed_at=None).next_change(NOON) is None


@pytest.mark.parametrize(("vph", "hertz"), [(28_800, "4"), (21_600, "3"), (19_800, "2.75"), (72_000, "10")])
def test_hertz_are_alternations_by_7200(vph, hertz):
    assert str(Watch(frequency_vph=vph).hertz) == hertz
    assert Watch(frequency_vph=vph).hertz == Decimal(hertz)


def test_nobody_knows_the_frequency_of_a_quartz_watch_without_one():
    assert Watch(frequency_vph=None).hertz is None


@pytest.fixture
def sale(db):
    """An open drop of three pieces, two a member at most; one member holds the first of them."""
    made = make_drop(total=3, per_member=2)
    claim(made, make_member())
    return made


def refused(sql, *params):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return True


def hold_sql(**columns):
    """A second hold, like the one there is but for `columns`."""
    names = ["drop_id", "piece_id", "claim_id", "slot", "quantity", "until", "state"]
    chosen = ", ".join(str(columns.get(name, name)) for name in names)
    return f"INSERT INTO drops_hold ({', '.join(names)}) SELECT {chosen} FROM drops_hold ORDER BY id LIMIT 1"


def test_the_database_refuses_a_piece_held_twice(sale):
    other = make_member()
    answer = claim(sale, other)
    assert answer.status == "allocated"
    first = sale.holds.order_by("id").first()
    assert refused("UPDATE drops_hold SET piece_id = %s WHERE id <> %s", first.piece_id, first.pk)


def test_the_database_refuses_a_piece_sold_twice(sale):
    assert refused(hold_sql(slot=1))


def test_the_database_refuses_a_second_piece_for_a_quantity_of_one(sale):
    piece = sale.pieces.get(number=2).pk
    assert refused(hold_sql(piece_id=piece, slot=2))
    assert refused(hold_sql(piece_id=piece, slot=1))
    assert refused(hold_sql(piece_id=piece, slot=0))


def test_the_database_refuses_a_hold_that_claims_a_greater_quantity(sale):
    assert refused(hold_sql(piece_id=sale.pieces.get(number=2).pk, slot=2, quantity=2))


def test_the_database_refuses_a_quantity_above_the_cap(sale):
    assert refused("UPDATE drops_claim SET quantity = 3")
    assert refused("UPDATE drops_claim SET quantity = 3, cap = 3")
    assert refused("UPDATE drops_claim SET quantity = 0")


def test_the_database_refuses_a_cap_below_what_was_claimed(db):
    drop = make_drop(per_member=2)
    claim(drop, make_member(), quantity=2)
    assert refused("UPDATE drops_drop SET per_member = 1")


def test_the_database_refuses_a_piece_of_another_drop(sale):
    assert refused(hold_sql(piece_id=make_drop().pieces.get(number=1).pk, slot=2))
    assert refused("UPDATE drops_hold SET drop_id = %s", make_drop().pk)


def test_the_database_refuses_two_claims_of_a_member(sale):
    assert refused(
        "INSERT INTO drops_claim (drop_id, cap, member_id, place, key, quantity, granted, status, entered_at) "
        "SELECT drop_id, cap, member_id, 2, md5('another'), 1, 0, 'waiting', now() FROM drops_claim"
    )


def test_the_database_refuses_two_claims_at_one_place(sale):
    claim(sale, make_member())
    assert refused("UPDATE drops_claim SET place = 1")


def test_the_database_refuses_a_key_used_twice_or_no_key(sale):
    claim(sale, make_member())
    assert refused("UPDATE drops_claim SET key = md5('the same')")
    assert refused("UPDATE drops_claim SET key = 'not hexadecimal'")


def test_the_database_refuses_more_sold_than_there_is(sale):
    assert refused("UPDATE drops_drop SET sold = total + 1")


def test_the_database_refuses_an_order_of_somebody_else(sale):
    other = make_member()
    claim(sale, other)
    ordered = (
        "INSERT INTO drops_order (claim_id, number, pieces, price, created_at) "
        "SELECT id, 'X-1', 1, 1, now() FROM drops_claim WHERE member_id = %s RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(ordered, [other.pk])
        order = cursor.fetchone()[0]
    mine = sale.holds.exclude(claim__member=other).get().pk
    assert refused("UPDATE drops_hold SET state = 'ordered', order_id = %s WHERE id = %s", order, mine)
    assert refused("UPDATE drops_hold SET state = 'ordered' WHERE id = %s", mine)


def test_the_database_refuses_an_armed_drop_without_price_or_hours(sale):
    for fact in ("price", "opens_at", "closes_at", "announced_at"):
        assert refused(f"UPDATE drops_drop SET {fact} = NULL")
    assert refused("UPDATE drops_drop SET closes_at = opens_at")


def test_a_lapsed_hold_leaves_the_piece_free(sale):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE drops_hold SET state = 'lapsed'")
        cursor.execute(hold_sql(state="'live'"))
    assert sale.holds.filter(state="live").count() == 1


def test_rows_say_what_they_are(sale):
    held = sale.holds.get()
    assert str(sale) == sale.code
    assert str(held.piece) == f"{sale.code} nº 1"
    assert str(held.claim) == f"{sale.code}, place 1"
    assert str(sale.watch) == f"{sale.watch.brand.name} {sale.watch.name}"


def test_codes_have_no_look_alikes(db):
    assert not set(make_draft().code) & set("IO01")
