"""The rules of trust, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from community.members.trust import (
    FIRST_POST_SECONDS,
    KEEPS_REGULAR,
    TO_MEMBER,
    TO_REGULAR,
    WINDOW,
    Standing,
    TrustLevel,
    day_of,
    days_seen,
    level_for,
    limits_of,
)

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = date(2026, 6, 15)


def at_least(rise, level):
    """Just what a rise asks for."""
    return Standing(
        level=level,
        joined=NOW - timedelta(days=rise.account_days),
        is_confirmed=True,
        days=rise.days,
        days_seen=rise.days_seen,
        read=rise.read,
        written=rise.written,
        received=rise.received,
        upheld_on=TODAY - timedelta(days=rise.quiet_days),
    )


NEWCOMER = at_least(TO_MEMBER, TrustLevel.NEWCOMER)
MEMBER = at_least(TO_REGULAR, TrustLevel.MEMBER)
REGULAR = replace(MEMBER, level=TrustLevel.REGULAR, days_seen=KEEPS_REGULAR)


def test_a_newcomers_limits_are_those_of_the_plan():
    limits = limits_of(TrustLevel.NEWCOMER)
    assert (limits.seconds_between_threads, limits.seconds_between_posts) == (120, 30)
    assert (limits.threads_a_day, limits.posts_a_day) == (3, 10)
    assert (limits.links, limits.mentions, limits.pictures, limits.flags_a_day) == (2, 2, 1, 20)
    assert FIRST_POST_SECONDS == 3


def test_nobody_but_the_team_mentions_more_than_ten_or_flags_more_than_twenty():
    for level in TrustLevel:
        assert limits_of(level).mentions <= 10
        assert limits_of(level).flags_a_day == 20
        assert limits_of(level, is_staff=True).mentions is None


def test_more_trust_never_allows_less():
    for lower, higher in zip(list(TrustLevel), list(TrustLevel)[1:], strict=False):
        for name in ("threads_a_day", "posts_a_day", "links", "mentions", "pictures", "flag_weight"):
            less, more = getattr(limits_of(lower), name), getattr(limits_of(higher), name)
            assert more is None or (less is not None and less <= more), name
        for name in ("seconds_between_threads", "seconds_between_posts"):
            less, more = getattr(limits_of(lower), name), getattr(limits_of(higher), name)
            assert more is None or more <= less, name
    assert limits_of(TrustLevel.NEWCOMER, is_staff=True) == limits_of(TrustLevel.GUIDE, is_staff=True)


@pytest.mark.parametrize(
    ("standing", "level"),
    [(NEWCOMER, TrustLevel.MEMBER), (MEMBER, TrustLevel.REGULAR), (REGULAR, TrustLevel.REGULAR)],
)
def test_just_enough_is_enough(standing, level):
    assert level_for(standing, NOW) == level


@pytest.mark.parametrize(
    "less",
    [
        {"is_confirmed": False},
        {"joined": NEWCOMER.joined + timedelta(seconds=1)},
        {"days": TO_MEMBER.days - 1},
        {"read": TO_MEMBER.read - 1},
        {"upheld_on": NEWCOMER.upheld_on + timedelta(days=1)},
    ],
)
def test_a_newcomer_who_lacks_one_thing_stays_one(less):
    assert level_for(replace(NEWCOMER, **less), NOW) == TrustLevel.NEWCOMER


@pytest.mark.parametrize(
    "less",
    [
        {"is_confirmed": False},
        {"joined": MEMBER.joined + timedelta(seconds=1)},
        {"days_seen": TO_REGULAR.days_seen - 1},
        {"read": TO_REGULAR.read - 1},
        {"written": TO_REGULAR.written - 1},
        {"received": TO_REGULAR.received - 1},
        {"upheld_on": MEMBER.upheld_on + timedelta(days=1)},
    ],
)
def test_a_member_who_lacks_one_thing_stays_one(less):
    assert level_for(replace(MEMBER, **less), NOW) == TrustLevel.MEMBER


@pytest.mark.parametrize("less", [{"days_seen": KEEPS_REGULAR - 1}, {"upheld_on": TODAY}])
def test_a_regular_falls_back_to_member(less):
    assert level_for(replace(REGULAR, **less), NOW) == TrustLevel.MEMBER


def test_a_member_never_falls_back_to_newcomer():
    nothing = replace(NEWCOMER, level=TrustLevel.MEMBER, days=0, read=0, is_confirmed=False, upheld_on=TODAY)
    assert level_for(nothing, NOW) == TrustLevel.MEMBER


def test_a_guide_is_a_regular_whom_the_house_named():
    named = {"named": TrustLevel.GUIDE}
    assert level_for(replace(MEMBER, **named), NOW) == TrustLevel.GUIDE
    assert level_for(replace(REGULAR, **named), NOW) == TrustLevel.GUIDE
    assert level_for(replace(MEMBER, days_seen=0, **named), NOW) == TrustLevel.MEMBER
    guide = replace(REGULAR, level=TrustLevel.GUIDE)
    assert level_for(guide, NOW) == TrustLevel.REGULAR
    assert level_for(replace(guide, days_seen=KEEPS_REGULAR - 1, **named), NOW) == TrustLevel.MEMBER


def test_who_is_vouched_for_is_a_member_at_once():
    fresh = replace(NEWCOMER, days=0, read=0, named=TrustLevel.MEMBER)
    assert level_for(fresh, NOW) == TrustLevel.MEMBER
    assert level_for(replace(fresh, named=None), NOW) == TrustLevel.NEWCOMER


def test_the_day_ends_at_midnight_in_zurich():
    assert day_of(datetime(2026, 6, 15, 21, 59, tzinfo=UTC)) == TODAY
    assert day_of(datetime(2026, 6, 15, 22, 0, tzinfo=UTC)) == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("days_ago", "seen"),
    [(0, 3), (1, 3), (WINDOW - 3, 3), (WINDOW - 2, 2), (WINDOW - 1, 1), (WINDOW, 0), (10 * WINDOW, 0), (-2, 3)],
)
def test_days_leave_the_window_one_by_one(days_ago, seen):
    assert days_seen("0" * (WINDOW - 3) + "111", TODAY - timedelta(days=days_ago), NOW) == seen


def test_nobody_was_seen_who_never_came():
    assert days_seen("0" * WINDOW, None, NOW) == 0
