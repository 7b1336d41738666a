"""Points given and taken back: caps, repeats, universes and seasons; the ledger that only grows; twenty at once."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from community.recognition.actions import awarding
from community.recognition.actions.awarding import award, award_all, lock_accounts, reverse_award
from community.recognition.models import Entry
from community.recognition.queries import balance_of
from community.universes.models import Universe
from tests.at_once import at_once
from tests.community.recognition.conftest import HELPED, WON, lines, standstill, switch_off, totals
from tests.factories.members import make_member
from tests.jobs import waiting

pytestmark = pytest.mark.django_db
SEASON = "2026-4"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    set_clock(monkeypatch, datetime(2026, 12, 1, 11, tzinfo=UTC))


def set_clock(monkeypatch, now):
    monkeypatch.setattr(awarding, "read_clock", lambda: now)


class TestAwarding:
    def test_a_line_and_what_it_adds_up_to(self, member):
        assert award(member.pk, HELPED, "post:1") == 10
        assert lines(member) == [(10, HELPED, "post:1")]
        assert totals(member) == {("", None): 10, (SEASON, None): 10}
        assert waiting("community.recognition.tasks.review") == [{"members": [member.pk], "after_reversal": False}]

    def test_its_universe_counts_by_itself_too(self, member):
        qlock, qwine = (Universe.objects.create(slug=slug, name=slug) for slug in ("qlock", "qwine"))
        award(member.pk, HELPED, "post:1", universe_id=qlock.pk)
        award(member.pk, WON, "post:1", universe_id=qwine.pk)
        assert totals(member) == {
            ("", None): 110,
            (SEASON, None): 110,
            ("", qlock.pk): 10,
            (SEASON, qlock.pk): 10,
            ("", qwine.pk): 100,
            (SEASON, qwine.pk): 100,
        }

    def test_a_repeat_does_nothing(self, member):
        award(member.pk, HELPED, "post:1")
        assert award(member.pk, HELPED, "post:1") == 0
        assert len(lines(member)) == 1
        assert award(member.pk, WON, "post:1") == 100, "another reason for the same thing is another award"

    def test_at_the_cap_and_beyond(self, member):
        assert [award(member.pk, HELPED, f"post:{number}") for number in range(4)] == [10, 10, 5, 0]
        assert len(lines(member)) == 4, "what got nothing is written all the same"
        assert balance_of(member.pk) == 25

    def test_one_thing_over_the_cap_stays_so_the_next_day(self, member, monkeypatch):
        for number in range(4):
            award(member.pk, HELPED, f"post:{number}")
        set_clock(monkeypatch, datetime(2026, 12, 2, 11, tzinfo=UTC))
        assert award(member.pk, HELPED, "post:3") == 0
        assert award(member.pk, HELPED, "post:4") == 10

    @pytest.mark.parametrize(("minute", "given"), [(59, 5), (60, 10)])
    def test_the_day_ends_at_midnight_in_zurich(self, member, monkeypatch, minute, given):
        award(member.pk, HELPED, "post:1")
        award(member.pk, HELPED, "post:2")
        set_clock(monkeypatch, datetime(2026, 12, 1, 22 + minute // 60, minute % 60, tzinfo=UTC))
        assert award(member.pk, HELPED, "post:3") == given

    def test_each_member_and_each_reason_has_a_cap_of_its_own(self, member):
        for number in range(4):
            award(member.pk, HELPED, f"post:{number}")
        assert award(make_member().pk, HELPED, "post:9") == 10
        assert award(member.pk, WON, "post:9") == 100

    def test_many_at_once_each_once(self, django_assert_num_queries):
        members = [make_member().pk for _ in range(3)]
        award(members[0], HELPED, "ballot:1")
        with django_assert_num_queries(4):  # the switches, the locks, what is written, the job; the clock stands still
            assert award_all(members, HELPED, "ballot:1") == dict.fromkeys(members[1:], 10)

    def test_one_costs_the_same(self, member, django_assert_num_queries):
        with django_assert_num_queries(4):
            award(member.pk, HELPED, "ballot:1")

    def test_the_season_is_the_days(self, member, monkeypatch):
        award(member.pk, HELPED, "post:1")
        set_clock(monkeypatch, datetime(2026, 12, 31, 23, tzinfo=UTC))
        award(member.pk, HELPED, "post:2")
        assert totals(member) == {("", None): 20, (SEASON, None): 10, ("2027-1", None): 10}


class TestRefusals:
    def test_an_unknown_reason(self, member):
        with standstill(), pytest.raises(LookupError):
            award(member.pk, "tests.unknown", "post:1")

    def test_outside_of_what_makes_it_true(self, member):
        connection.in_atomic_block = False
        try:
            with pytest.raises(transaction.TransactionManagementError):
                award(member.pk, HELPED, "post:1")
        finally:
            connection.in_atomic_block = True
        assert lines(member) == []

    @pytest.mark.parametrize("fields", [{"is_active": False}])
    def test_a_closed_account(self, fields):
        member = make_member(**fields)
        with standstill():
            assert award(member.pk, HELPED, "post:1") == 0

    def test_an_author_who_left(self):
        with standstill():
            assert award(None, HELPED, "post:1") == 0
            assert reverse_award(None, HELPED, "post:1") == 0

    def test_a_house_that_has_none_of_it(self, member):
        switch_off("points", "levels", "badges", "leaderboards")
        with standstill():
            assert award(member.pk, HELPED, "post:1") == 0

    def test_a_house_that_shows_only_badges_keeps_the_facts(self, member):
        switch_off("points", "levels", "leaderboards")
        assert award(member.pk, HELPED, "post:1") == 10


class TestReversing:
    def test_a_line_of_its_own(self, member):
        award(member.pk, HELPED, "post:1")
        assert reverse_award(member.pk, HELPED, "post:1") == -10
        assert lines(member) == [(10, HELPED, "post:1"), (-10, HELPED, "post:1")]
        assert totals(member) == {}
        assert waiting()[-1]["after_reversal"]

    def test_twice_or_without_an_award(self, member):
        award(member.pk, HELPED, "post:1")
        reverse_award(member.pk, HELPED, "post:1")
        assert reverse_award(member.pk, HELPED, "post:1") == 0
        assert reverse_award(member.pk, HELPED, "post:2") == 0
        assert len(lines(member)) == 2

    def test_it_may_be_awarded_anew_and_the_cap_has_its_room_back(self, member):
        for _ in range(4):
            assert award(member.pk, HELPED, "post:1") == 10
            assert reverse_award(member.pk, HELPED, "post:1") == -10
        assert [award(member.pk, HELPED, f"post:{number}") for number in range(3)] == [10, 10, 5]
        assert balance_of(member.pk) == 25

    def test_what_was_given_is_taken_not_what_it_would_be_today(self, member, monkeypatch):
        universe = Universe.objects.create(slug="qlock", name="Qlock")
        for number in range(3):
            award(member.pk, HELPED, f"post:{number}", universe_id=universe.pk)
        set_clock(monkeypatch, datetime(2027, 1, 5, 11, tzinfo=UTC))
        assert reverse_award(member.pk, HELPED, "post:2") == -5
        expected = {("", None): 20, (SEASON, None): 25, ("2027-1", None): -5}
        expected |= {("", universe.pk): 20, (SEASON, universe.pk): 25, ("2027-1", universe.pk): -5}
        assert totals(member) == expected

    def test_an_unknown_reason(self, member):
        with standstill(), pytest.raises(LookupError):
            reverse_award(member.pk, "tests.unknown", "post:1")


class TestTheLedgerStays:
    @pytest.mark.parametrize(
        "change",
        [
            lambda rows: rows.update(points=1_000),
            lambda rows: rows.update(source="gone:1"),
            lambda rows: rows.delete(),
        ],
        ids=["points", "source", "delete"],
    )
    def test_nothing_changes_a_line(self, member, change):
        award(member.pk, HELPED, "post:1")
        with standstill(), pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            change(Entry.objects.filter(member=member))

    @pytest.mark.parametrize("fields", [{"points": -10}, {"points": 10, "reverses": True}])
    def test_an_award_gives_and_a_reversal_takes(self, member, fields):
        award(member.pk, HELPED, "post:1")
        if "reverses" in fields:
            fields = fields | {"reverses": Entry.objects.get(member=member)}
        line = Entry(member=member, reason=HELPED, source="post:2", at=datetime(2026, 12, 1, tzinfo=UTC), **fields)
        with standstill(), pytest.raises(IntegrityError, match="entry_awards_give"), transaction.atomic():
            line.save()

    def test_the_database_refuses_a_second_award_as_well(self, member):
        award(member.pk, HELPED, "post:1")
        line = Entry(member=member, reason=HELPED, source="post:1", points=1, at=datetime(2026, 12, 1, tzinfo=UTC))
        with standstill(), pytest.raises(IntegrityError, match="entry_award_once"), transaction.atomic():
            line.save()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Twenty awards, and room for one."""

    def awarded(self):
        member = make_member()
        with transaction.atomic():
            for number in range(3):
                award(member.pk, WON, f"room:{number}")
            award(member.pk, HELPED, "post:0")

        @transaction.atomic
        def one(number):
            return award(member.pk, HELPED, f"post:{number}")

        return member, sorted(at_once(*(partial(one, number) for number in range(1, 21))), reverse=True)

    def test_none_beyond_the_cap(self):
        member, given = self.awarded()
        assert given == [10, 5] + [0] * 18
        assert balance_of(member.pk) == 325

    def test_control_without_the_lock_there_are(self, monkeypatch):
        def unlocked(*member_ids):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.2)")
            return list(member_ids)

        monkeypatch.setattr(awarding, "lock_accounts", unlocked)
        _member, given = self.awarded()
        assert sum(given) > 15, given

    def crossing(self, lock):
        """Two members, awarded by six at once, in one order and in the other."""
        members = [make_member().pk for _ in range(2)]

        @transaction.atomic
        def both(first, second):
            lock(first, second)
            award(first, HELPED, "post:1")
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.05)")
            award(second, HELPED, "post:1")

        at_once(*(partial(both, *order) for order in (members, members[::-1]) * 3))
        return [balance_of(pk) for pk in members]

    def test_several_are_locked_in_order_whoever_asks(self):
        assert self.crossing(lock_accounts) == [10, 10]

    def test_control_without_that_they_wait_for_each_other(self):
        with pytest.raises(OperationalError, match="deadlock"):
            self.crossing(lambda *_members: None)
