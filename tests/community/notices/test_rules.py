"""When and where a member is told."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from community.notices.channels import Channel
from community.notices.kinds import NoticeKind
from community.notices.models import Digest
from community.notices.rules import (
    MOST_TRIES,
    Wishes,
    after_quiet,
    day_begin,
    due_at,
    is_for_digest,
    is_quiet,
    next_morning,
    pause_after,
    wants,
)

ZURICH = ZoneInfo("Europe/Zurich")
NIGHT = (time(22), time(7))
EARLIEST = datetime.fromisoformat("2020-01-01")
ZONES = ["Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]


def kind(**fields):
    return NoticeKind("essai", "essai", str, str, **fields)


def channel(name="push", *, patient=False):
    return Channel(name, name, set, iter, patient=patient)


def at(text, zone=ZURICH):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


class TestWanting:
    def test_who_chose_nothing_gets_what_the_kind_does(self):
        loud = kind(by_default=frozenset({"app", "mail"}))
        assert [wants(Wishes(), loud, name) for name in ("app", "mail", "push")] == [True, True, False]

    def test_a_choice_goes_before_it(self):
        chosen = Wishes(choices={("essai", "app"): False, ("essai", "push"): True, ("autre", "mail"): True})
        assert [wants(chosen, kind(), name) for name in ("app", "mail", "push")] == [False, False, True]

    def test_what_is_always_told_is_in_the_list_whatever_is_chosen(self):
        chosen = Wishes(choices={("essai", "app"): False, ("essai", "mail"): False})
        decided = kind(by_default=frozenset({"app", "mail"}), always=True)
        assert [wants(chosen, decided, name) for name in ("app", "mail")] == [True, False]


class TestQuiet:
    @pytest.mark.parametrize(
        ("hour", "quiet"), [("21:59", False), ("22:00", True), ("00:00", True), ("06:59:59", True), ("07:00", False)]
    )
    def test_over_midnight(self, hour, quiet):
        assert is_quiet(Wishes(quiet=NIGHT), at(f"2026-05-04T{hour}")) == quiet

    @pytest.mark.parametrize(("hour", "quiet"), [("12:59", False), ("13:00", True), ("13:59", True), ("14:00", False)])
    def test_within_a_day(self, hour, quiet):
        assert is_quiet(Wishes(quiet=(time(13), time(14))), at(f"2026-05-04T{hour}")) == quiet

    def test_it_is_the_members_hour(self):
        moment = datetime(2026, 5, 4, 3, tzinfo=UTC)  # five in Zurich, noon in Tokyo
        assert is_quiet(Wishes(quiet=NIGHT), moment)
        assert not is_quiet(Wishes("Asia/Tokyo", NIGHT), moment)

    def test_what_comes_by_night_waits_for_the_morning(self):
        for evening in ("2026-05-04T22:00", "2026-05-05T03:00"):
            assert after_quiet(Wishes(quiet=NIGHT), at(evening)) == at("2026-05-05T07:00")
        assert after_quiet(Wishes(quiet=NIGHT), at("2026-05-05T07:00")) == at("2026-05-05T07:00")

    @pytest.mark.parametrize(
        ("night", "hours"), [("2026-03-28T23:00", 7), ("2026-10-24T23:00", 9), ("2026-05-04T23:00", 8)]
    )
    def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is(self, night, hours):
        end = after_quiet(Wishes(quiet=NIGHT), at(night).astimezone(UTC))
        assert end - at(night).astimezone(UTC) == timedelta(hours=hours)
        assert end.astimezone(ZURICH).time() == time(7)

    def test_an_end_that_the_spring_leaves_out_comes_later(self):
        end = after_quiet(Wishes(quiet=(time(22), time(2, 30))), at("2026-03-29T01:00"))
        assert end.astimezone(ZURICH) == at("2026-03-29T03:30")

    def test_an_end_that_the_autumn_has_twice_is_not_in_the_past(self):
        wishes = Wishes(quiet=(time(22), time(2, 30)))
        again = at("2026-10-25T02:10").replace(fold=1).astimezone(UTC)
        assert after_quiet(wishes, again) - again == timedelta(minutes=20)

    @given(
        st.sampled_from(ZONES),
        st.times(timezones=st.none()),
        st.times(timezones=st.none()),
        st.datetimes(EARLIEST, EARLIEST.replace(year=2035), timezones=st.just(UTC)),
    )
    def test_the_end_is_never_quiet_and_never_before(self, zone, begin, end, moment):
        assume(begin != end)
        wishes = Wishes(zone, (begin, end))
        free = after_quiet(wishes, moment)
        assert not is_quiet(wishes, free)
        assert free >= moment
        assert free == moment or is_quiet(wishes, moment)

    def test_a_zone_that_is_no_more_is_the_houses(self):
        assert is_quiet(Wishes("Mars/Olympus", NIGHT), at("2026-05-04T23:00"))


class TestMornings:
    @pytest.mark.parametrize(
        ("now", "morning"),
        [
            ("2026-05-04T07:59", "2026-05-04T08:00"),
            ("2026-05-04T08:00", "2026-05-05T08:00"),
            ("2026-03-28T12:00", "2026-03-29T08:00"),
            ("2026-10-24T12:00", "2026-10-25T08:00"),
        ],
    )
    def test_at_eight_whatever_the_clocks_do(self, now, morning):
        assert next_morning(Wishes(), at(now)) == at(morning).astimezone(UTC)

    @pytest.mark.parametrize(
        ("now", "monday"),
        [
            ("2026-05-03T23:00", "2026-05-04T08:00"),
            ("2026-05-04T07:00", "2026-05-04T08:00"),
            ("2026-05-04T08:00", "2026-05-11T08:00"),
        ],
    )
    def test_a_week_begins_on_monday(self, now, monday):
        assert next_morning(Wishes(), at(now), Digest.WEEKLY) == at(monday).astimezone(UTC)

    def test_a_day_begins_at_the_members_midnight(self):
        assert day_begin(Wishes("Asia/Tokyo"), datetime(2026, 5, 4, 16, tzinfo=UTC)) == datetime(
            2026, 5, 4, 15, tzinfo=UTC
        )


class TestBeingDue:
    NOW = at("2026-05-04T12:00").astimezone(UTC)
    EVENING = at("2026-05-04T21:55").astimezone(UTC)

    def test_a_mail_waits_to_be_read_here(self):
        assert due_at(kind(), channel(patient=True), Wishes(), self.NOW) == self.NOW + timedelta(minutes=10)
        at_once = Wishes(delay=timedelta())
        assert due_at(kind(), channel(patient=True), at_once, self.NOW) == self.NOW

    def test_a_push_does_not(self):
        assert due_at(kind(), channel(), Wishes(), self.NOW) == self.NOW

    def test_neither_comes_in_quiet_hours(self):
        morning = at("2026-05-05T07:00").astimezone(UTC)
        quiet = Wishes(quiet=NIGHT)
        assert due_at(kind(), channel(patient=True), quiet, self.EVENING) == morning
        assert due_at(kind(), channel(), quiet, self.EVENING) == self.EVENING
        assert due_at(kind(), channel(), quiet, self.EVENING + timedelta(minutes=5)) == morning

    def test_a_digest_comes_in_the_morning_or_after_the_quiet_hours(self):
        daily = Wishes(digest=Digest.DAILY)
        assert due_at(kind(), channel(patient=True), daily, self.NOW) == at("2026-05-05T08:00")
        late = Wishes(digest=Digest.WEEKLY, quiet=(time(22), time(10)))
        assert due_at(kind(), channel(patient=True), late, self.NOW) == at("2026-05-11T10:00")
        assert due_at(kind(), channel(), daily, self.NOW) == self.NOW

    def test_what_is_urgent_waits_for_nothing(self):
        wishes = Wishes(quiet=(time(11), time(13)), digest=Digest.WEEKLY)
        for patient in (True, False):
            assert due_at(kind(urgent=True), channel(patient=patient), wishes, self.NOW) == self.NOW
            assert not is_for_digest(kind(urgent=True), channel(patient=patient), wishes)
        assert is_for_digest(kind(), channel(patient=True), wishes)


def test_pauses_grow_and_end():
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES)]
    assert pauses == sorted(set(pauses))
    assert pauses[0] == timedelta(minutes=1)
    assert pause_after(MOST_TRIES) is None
