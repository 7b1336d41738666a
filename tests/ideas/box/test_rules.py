"""The way of an idea, the budget and the heat: pure, without a database."""

import math
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.box.models import Idea, IdeaState, Visibility
from ideas.box.rules import (
    HALF_LIFE,
    MOVES,
    IdeaRefused,
    budget_of,
    check_merge,
    check_move,
    check_price,
    check_support,
    heat_of,
    may_read,
    warmer,
)

THEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
LEGAL = {
    ("proposed", "studied"), ("proposed", "declined"), ("proposed", "merged"),
    ("studied", "negotiating"), ("studied", "declined"), ("studied", "merged"),
    ("negotiating", "planned"), ("negotiating", "studied"), ("negotiating", "declined"), ("negotiating", "merged"),
    ("planned", "on_sale"), ("planned", "negotiating"), ("planned", "declined"),
    ("declined", "studied"),
}  # fmt: skip
moments = st.integers(0, 400 * 86_400).map(lambda seconds: THEN - timedelta(seconds=seconds))


def refusal_of(check, *args):
    with pytest.raises(IdeaRefused) as refused:
        check(*args)
    assert str(refused.value.message).endswith(".")
    return refused.value.code


@pytest.mark.parametrize(("left", "reached"), list(product(IdeaState.values, [*IdeaState.values, "sold", ""])))
def test_only_legal_moves(left, reached):
    if (left, reached) in LEGAL:
        check_move(left, reached)
    else:
        assert refusal_of(check_move, left, reached) == "illegal_move"


def test_every_state_has_its_moves():
    assert set(MOVES) == set(IdeaState)


class TestMerging:
    def idea(self, pk, **fields):
        return Idea(pk=pk, **fields)

    def test_into_another(self):
        check_merge(self.idea(1), self.idea(2))
        check_merge(self.idea(1), self.idea(2, state=IdeaState.DECLINED))

    @pytest.mark.parametrize(
        ("source", "target", "code"),
        [
            ({"pk": 1}, {"pk": 1}, "merge_itself"),
            ({"pk": 1}, {"pk": 2, "merged_into_id": 1, "state": "merged"}, "merge_circle"),
            ({"pk": 1}, {"pk": 2, "merged_into_id": 3, "state": "merged"}, "merge_merged"),
            ({"pk": 1}, {"pk": 2, "visibility": Visibility.HIDDEN}, "merge_hidden"),
            ({"pk": 1, "state": "planned"}, {"pk": 2}, "illegal_move"),
            ({"pk": 1, "state": "merged", "merged_into_id": 3}, {"pk": 2}, "illegal_move"),
        ],
    )
    def test_not_into_nothing(self, source, target, code):
        assert refusal_of(check_merge, Idea(**source), Idea(**target)) == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"visibility": "hidden"}, "gone"), ({"visibility": "held"}, "gone"), ({"state": "on_sale"}, "ended"),
     ({"state": "declined"}, "ended"), ({"state": "merged"}, "ended")],
)  # fmt: skip
def test_what_takes_no_support(fields, code):
    assert refusal_of(check_support, Idea(**fields)) == code


@pytest.mark.parametrize("state", ["proposed", "studied", "negotiating", "planned"])
def test_what_takes_supports(state):
    check_support(Idea(state=state))


def test_budgets_by_trust():
    assert [budget_of(level, [1, 2, 3, 4]) for level in range(4)] == [1, 2, 3, 4]
    assert budget_of(0, []) is None


@pytest.mark.parametrize("prices", [(None, None), (1, None), (None, 9), (300, 500), (300, 300), (1, 1_000_000)])
def test_prices(prices):
    check_price(*prices)


@pytest.mark.parametrize("prices", [(500, 300), (0, None), (-1, 5), (1, 1_000_001)])
def test_prices_that_are_none(prices):
    assert refusal_of(check_price, *prices) == "price"


def test_what_is_hidden_is_nobodys_business():
    assert may_read(Idea(), None)
    assert not may_read(Idea(visibility=Visibility.HELD), None)


class TestHeat:
    def test_twice_as_warm_after_a_half_life(self):
        assert math.isclose(heat_of([THEN + HALF_LIFE]) - heat_of([THEN]), 1)

    def test_two_at_once_are_one_more(self):
        assert math.isclose(heat_of([THEN, THEN]) - heat_of([THEN]), 1)

    def test_a_support_of_today_outweighs_one_of_last_month(self):
        fresh, old = [THEN, THEN], [THEN - timedelta(days=30)] * 10
        assert heat_of(fresh) > heat_of(old)

    @settings(max_examples=30)
    @given(st.lists(moments, min_size=1, max_size=30))
    def test_one_by_one_or_all_together(self, some):
        heat = heat_of(some[:1])
        for each in some[1:]:
            heat = warmer(heat, each)
        assert math.isclose(heat, heat_of(some), rel_tol=0, abs_tol=1e-6)

    @settings(max_examples=30)
    @given(st.lists(moments, min_size=1, max_size=9), moments)
    def test_a_support_never_cools(self, some, one):
        assert warmer(heat_of(some), one) >= heat_of(some)
