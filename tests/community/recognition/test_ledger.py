"""Whatever happens in whatever order: the shown balance is the sum of the ledger, and no day is beyond its cap."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from

from community.members.trust import day_of
from community.recognition.actions import awarding
from community.recognition.actions.awarding import award, award_all, reverse_award
from community.recognition.models import Entry, Total
from community.recognition.queries import balance_of, facts_of
from community.recognition.reasons import reason_called
from community.recognition.seasons import season_of
from community.universes.models import Universe
from tests.community.recognition.conftest import HELPED, WON
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

MEMBERS = range(3)
REASONS, THINGS, PLACES = (HELPED, WON), integers(0, 7), sampled_from([None, 0, 1])
done = Counter()  # how many operations there were, by name


class LedgerMachine(RuleBasedStateMachine):
    """Members get points and lose them again; beside it a book is kept by hand."""

    @initialize()
    def open(self):
        self.now = datetime(2026, 9, 29, 20, tzinfo=UTC)
        self.members = [make_member().pk for _ in MEMBERS]
        self.universes = [
            Universe.objects.get_or_create(slug=f"u{number}", name=f"U{number}")[0].pk for number in (0, 1)
        ]
        self.standing = {}  # (member, reason, thing) → day, points
        self.balance = Counter()  # (member, season, universe) → points

    def book(self, member, points, universe):
        season = str(season_of(day_of(self.now)))
        for place in {(member, "", None), (member, season, None), (member, "", universe), (member, season, universe)}:
            self.balance[place] += points

    def expect(self, member, reason, thing):
        if (member, reason, thing) in self.standing:
            return 0
        meant, today = reason_called(reason), day_of(self.now)
        got = sum(
            points
            for (who, why, _thing), (day, points, _universe) in self.standing.items()
            if (who, why, day) == (member, reason, today)
        )
        return min(meant.points, meant.cap - got)

    def note(self, member, reason, thing, universe):
        points = self.expect(member, reason, thing)
        if (member, reason, thing) not in self.standing:
            self.standing[member, reason, thing] = day_of(self.now), points, universe
            self.book(member, points, universe)
        return points

    @rule(who=sampled_from(MEMBERS), reason=sampled_from(REASONS), thing=THINGS, place=PLACES)
    def award(self, who, reason, thing, place):
        done["award"] += 1
        universe = None if place is None else self.universes[place]
        with transaction.atomic():
            given = award(self.members[who], reason, f"thing:{thing}", universe_id=universe)
        assert given == self.note(self.members[who], reason, thing, universe)

    @rule(reason=sampled_from(REASONS), thing=THINGS)
    def award_all(self, reason, thing):
        done["award_all"] += 1
        with transaction.atomic():
            given = award_all(self.members, reason, f"thing:{thing}")
        for member in self.members:
            assert given.get(member, 0) == self.note(member, reason, thing, None)

    @rule(who=sampled_from(MEMBERS), reason=sampled_from(REASONS), thing=THINGS)
    def reverse(self, who, reason, thing):
        done["reverse"] += 1
        member = self.members[who]
        _day, points, universe = self.standing.pop((member, reason, thing), (None, 0, None))
        with transaction.atomic():
            assert reverse_award(member, reason, f"thing:{thing}") == -points
        self.book(member, -points, universe)

    @rule(hours=integers(1, 400))
    def wait(self, hours):
        done["wait"] += 1
        self.now += timedelta(hours=hours)

    @invariant()
    def adds_up(self):
        if not hasattr(self, "now"):
            return
        awarding.read_clock = lambda: self.now
        summed = Entry.objects.filter(member__in=self.members).values("member").annotate(points=Sum("points"))
        ledger = {row["member"]: row["points"] for row in summed}
        for member, facts in facts_of(self.members).items():
            assert facts.points == ledger.get(member, 0) == self.balance[member, "", None]

    def teardown(self):
        """All totals, what is shown, and the caps of all days, once at the end."""
        if not hasattr(self, "now"):
            return
        assert [balance_of(pk) for pk in self.members] == [self.balance[pk, "", None] for pk in self.members]
        rows = Total.objects.filter(member__in=self.members).values_list("member_id", "season", "universe_id", "points")
        written = {tuple(row[:3]): row[3] for row in rows if row[3]}
        assert written == {place: points for place, points in self.balance.items() if points}
        days = Entry.objects.standing().filter(member__in=self.members).values("member", "reason", "day")
        for day in days.annotate(points=Sum("points")):
            assert day["points"] <= reason_called(day["reason"]).cap


def run(monkeypatch, examples, steps):
    monkeypatch.setattr(awarding, "put_review_aside", lambda *_args, **_fields: None)
    monkeypatch.setattr(awarding, "read_clock", awarding.read_clock)  # the machine turns its own; this turns it back
    done.clear()
    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(LedgerMachine, settings=wanted)


def test_the_sum_is_the_balance(monkeypatch):
    run(monkeypatch, 5, 20)
    assert done["award"]
    assert done["reverse"]


@pytest.mark.heavy
@pytest.mark.timeout(1200)
def test_the_sum_is_the_balance_after_ten_thousand_operations(monkeypatch):
    run(monkeypatch, 200, 100)
    assert sum(done.values()) - done["wait"] >= 10_000, done
