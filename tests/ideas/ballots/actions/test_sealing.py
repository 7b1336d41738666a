"""Opening and sealing by whoever comes first, and that nothing left in the database leads from a paper to a member."""

import json
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from django.db import IntegrityError, connection

from community.members.trust import TrustLevel, day_of
from community.notices.models import Round
from community.recognition.models import Entry
from ideas.ballots.actions import sealing
from ideas.ballots.actions.opening import open_ballot
from ideas.ballots.actions.sealing import RollMismatch, settle_ballot
from ideas.ballots.actions.votes import cast_vote, withdraw_vote
from ideas.ballots.models import BallotKey, Method, Paper, Participation, RollEntry, Tally, Vote
from ideas.ballots.owners import register_ownership, unregister_ownership
from ideas.ballots.queries import tally_bytes
from ideas.ballots.tally import digest_of
from ideas.ballots.telling import SEALED, voters
from realtime import clock
from realtime.models import Topic
from tests.at_once import at_once
from tests.factories.ballots import (
    close_ballot,
    make_ballot,
    make_sealed,
    make_voters,
    options_of,
    random_choice,
    seal,
)
from tests.factories.drops import make_universe
from tests.factories.leaving import dump
from tests.factories.members import make_member
from tests.ideas.ballots.conftest import check_counts, standstill, unlocked
from tests.ideas.ballots.test_verify_tally import verifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def pieces():
    """Members own watches of the drop K7Q2M: as many as this says."""
    owned = {}
    register_ownership("piece", "propriétaires du drop", lambda key, _at: owned if key == "K7Q2M" else {})
    yield owned
    unregister_ownership("piece")


def roll_of(ballot):
    return dict(RollEntry.objects.filter(ballot=ballot).values_list("member_id", "papers"))


class TestOpening:
    def test_not_before_the_hour(self):
        ballot = make_ballot(opens_at=clock.now() + timedelta(minutes=1))
        with standstill():
            settle_ballot(ballot, clock.now())
        assert ballot.opened_at is None

    def test_a_draft_never_opens(self):
        draft = make_ballot(published_at=None, opened=False)
        with standstill():
            settle_ballot(draft, clock.now())

    def test_once(self):
        ballot = make_ballot(opened=False)
        first = settle_ballot(ballot, clock.now())
        with standstill():
            again = settle_ballot(ballot, clock.now())
        assert again.tie_order == first.tie_order

    def test_who_is_on_the_roll(self):
        [good] = make_voters(1)
        make_voters(1, confirmed=False)
        make_voters(1, is_active=False)
        make_voters(1, erased_at=clock.now())
        make_member(date_joined=clock.now())  # since the opening
        assert roll_of(make_ballot()) == {good.pk: 1}

    def test_an_age_a_level_a_universe(self):
        now, universe = clock.now(), make_universe()
        [good] = make_voters(1, date_joined=now - timedelta(days=8), level=TrustLevel.REGULAR)
        [young] = make_voters(1, date_joined=now - timedelta(days=6), level=TrustLevel.REGULAR)
        [low] = make_voters(1, level=TrustLevel.MEMBER)
        [_elsewhere] = make_voters(1, level=TrustLevel.GUIDE)
        for member in (good, young, low):
            member.universes.add(universe)
        ballot = make_ballot(min_account_days=7, min_level=TrustLevel.REGULAR, universe=universe)
        assert roll_of(ballot) == {good.pk: 1}
        assert ballot.eligible == 1

    def test_a_paper_for_each_piece(self, pieces):
        collector, owner, _other = make_voters(3)
        [unconfirmed] = make_voters(1, confirmed=False)
        pieces |= {collector.pk: 3, owner.pk: 1, unconfirmed.pk: 2}
        ballot = make_ballot(owners_of="piece", owners_key="K7Q2M")
        assert roll_of(ballot) == {collector.pk: 3, owner.pk: 1}
        assert ballot.eligible == 4

    def test_owners_of_what_nobody_knows(self):
        ballot = make_ballot(owners_of="nothing", opened=False)
        with standstill(), pytest.raises(LookupError):
            settle_ballot(ballot, clock.now())

    def test_the_order_of_ties_is_drawn_by_chance(self):
        drawn = set()
        for seed in range(20):
            ballot = make_ballot(opened=False)
            open_ballot(ballot, clock.now(), chance=Random(seed))
            drawn.add(tuple(options_of(ballot).index(option) for option in ballot.tie_order))
        assert len(drawn) == 6

    def test_it_is_announced(self):
        ballot = make_ballot()
        assert Topic.objects.get(name=ballot.topic).kind == "turnout"


class TestSealing:
    def test_papers_take_the_place_of_votes(self):
        members = make_voters(3)
        ballot = make_ballot()
        first, second, _ = options_of(ballot)
        receipts = [
            cast_vote(ballot, by=member, choice=choice)[0].receipt
            for member, choice in zip(members, (first, second, second), strict=True)
        ]
        ballot = seal(ballot)
        check_counts(ballot)
        assert not Vote.objects.exists()
        assert not BallotKey.objects.exists()
        papers = dict(Paper.objects.values_list("receipt", "choice"))
        assert [papers[receipt] for receipt in receipts] == [first, second, second]
        took_part = Participation.objects.values_list("member_id", "paper", "day")
        assert set(took_part) == {(member.pk, 1, day_of(clock.now())) for member in members}
        assert ballot.outcome["winners"] == [second]
        assert Topic.objects.get(name=ballot.topic).kind == "closed"

    def test_the_file_is_what_the_stranger_checks(self):
        for method in Method:
            ballot = make_sealed(method, voters=4)
            content = tally_bytes(ballot)
            verifier.verify(content, ballot.digest)
            tally = json.loads(content)
            assert (tally["ballot"], tally["eligible"], tally["voted"]) == (ballot.pk, ballot.eligible, 4)
            assert ballot.outcome == {"rounds": tally["rounds"], "winners": tally["winners"]}

    def test_nothing_before_the_close(self):
        [member] = make_voters(1)
        ballot = make_ballot()
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        with standstill():
            settle_ballot(ballot, clock.now() + timedelta(days=3))  # a process whose clock is fast seals nothing early
        assert tally_bytes(ballot) is None

    def test_once(self):
        ballot = make_sealed()
        with standstill():
            settle_ballot(ballot, clock.now())

    def test_one_that_nobody_ever_looked_at_is_opened_and_sealed(self):
        [member] = make_voters(1)
        ballot = make_ballot(opened=False, quorum_percent=10)
        ballot = seal(ballot)
        assert (roll_of(ballot), ballot.voted, ballot.outcome["winners"]) == ({member.pk: 1}, 0, [])
        verifier.verify(tally_bytes(ballot), ballot.digest)

    def test_below_the_quorum(self):
        members = make_voters(4)
        ballot = make_ballot(quorum_percent=51)
        for member in members[:2]:
            cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        assert seal(ballot).outcome["winners"] == []

    def test_who_withdrew_did_not_take_part(self):
        one, other = make_voters(2)
        ballot = make_ballot()
        for member in (one, other):
            cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        withdraw_vote(ballot, by=one)
        ballot = seal(ballot)
        assert list(Participation.objects.values_list("member_id", flat=True)) == [other.pk]
        check_counts(ballot)

    def test_an_owner_with_three_pieces(self, pieces):
        collector, owner = make_voters(2)
        pieces |= {collector.pk: 3, owner.pk: 1}
        ballot = make_ballot(owners_of="piece", owners_key="K7Q2M")
        first, second, _ = options_of(ballot)
        cast_vote(ballot, by=collector, choice=first)
        cast_vote(ballot, by=collector, choice=second, papers=[2])
        cast_vote(ballot, by=owner, choice=second)
        withdraw_vote(ballot, by=collector, papers=[1])
        check_counts(ballot)
        ballot = seal(ballot)
        check_counts(ballot)
        assert set(Participation.objects.values_list("member_id", "paper")) == {
            (collector.pk, 2),
            (collector.pk, 3),
            (owner.pk, 1),
        }
        assert ballot.outcome["rounds"] == [{str(first): 1, str(second): 2, str(options_of(ballot)[2]): 0}]
        about = {"ballot": ballot.pk}
        assert voters(about, 0, 1) == {collector.pk: SEALED}
        assert voters(about, collector.pk, 500) == {owner.pk: SEALED}
        assert voters(about, owner.pk, 500) == {}

    def test_who_took_part_is_told_by_a_round_that_knows_no_receipt(self):
        ballot = make_sealed()
        [told] = Round.objects.all()
        assert told.audience == "ballot.voters"
        assert told.data["digest"] == ballot.digest == digest_of(Tally.objects.get().text)
        assert not any(receipt in str(told.data) for receipt in Paper.objects.values_list("receipt", flat=True))

    def test_a_paper_that_somebody_slipped_in_stops_it(self):
        [member] = make_voters(1)
        ballot = make_ballot()
        [vote] = cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        Vote.objects.create(ballot=ballot, voter="f" * 64, choice=vote.choice, receipt="e" * 32, day=vote.day)
        close_ballot(ballot)
        with standstill(), pytest.raises(RollMismatch):
            settle_ballot(ballot, clock.now())

    def test_a_lost_key_stops_it(self):
        [member] = make_voters(1)
        ballot = make_ballot()
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        BallotKey.objects.all().delete()
        close_ballot(ballot)
        with standstill(), pytest.raises(RollMismatch):
            settle_ballot(ballot, clock.now())


def physical(table, ballot, columns):
    """The rows of a ballot in the order in which they lie on the disk, with their system columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT xmin::text, cmin::text, xmax::text, {columns} FROM {table} WHERE ballot_id = %s ORDER BY ctid",
            [ballot.pk],
        )
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
class TestSecrecy:
    """Each vote in a transaction of its own, as in life."""

    def vote(self, ballot, members, chance):
        """Everybody votes in an order of chance, some change and some withdraw; what each holds at the end."""
        held = {}
        options = options_of(ballot)
        for member in chance.sample(members, len(members)):
            held[member.pk] = cast_vote(ballot, by=member, choice=random_choice(ballot.method, options, chance))[0]
        for member in members[:5]:
            held[member.pk] = cast_vote(ballot, by=member, choice=random_choice(ballot.method, options, chance))[0]
        withdraw_vote(ballot, by=members[-1])
        return held

    def test_after_the_sealing_nothing_links_a_paper_to_a_member(self):
        members, ballot = make_voters(40), make_ballot(method=Method.RANKED)
        held = self.vote(ballot, members, Random(7))
        key = BallotKey.objects.get().secret.hex()
        ballot = seal(ballot)

        papers = physical("ballots_paper", ballot, "receipt, choice")
        took_part = physical("ballots_participation", ballot, "member_id, day")
        # One transaction wrote all of both, each in one command: no two rows differ by anything but what they say.
        assert len({row[:3] for row in papers}) == 1
        assert len({row[0] for row in papers + took_part}) == 1
        # They lie in the order of what everybody may know: of random receipts here, of members' numbers there.
        assert [row[3] for row in papers] == sorted(row[3] for row in papers)
        assert [row[3] for row in took_part] == sorted(row[3] for row in took_part)

        # No name of a vote and no key is left in any table; each receipt stands beside its paper and in the tally.
        everything = dump()
        assert key not in everything
        for vote in held.values():
            assert vote.voter not in everything
        receipts = [row[3] for row in papers]
        assert {everything.count(receipt) for receipt in receipts} == {2}

    def test_whoever_comes_first_opens_and_seals_it_once(self):
        members, ballot = make_voters(8), make_ballot(opened=False)
        at_once(*(partial(cast_vote, ballot, by=member, choice=options_of(ballot)[0]) for member in members))
        check_counts(ballot)
        assert (ballot.voted, ballot.eligible) == (8, 8)
        close_ballot(ballot)
        at_once(*[partial(settle_ballot, ballot, clock.now())] * 8)
        check_counts(ballot)
        assert Paper.objects.count() == Participation.objects.count() == 8
        assert Round.objects.count() == 1

    def test_without_the_lock_two_count_it(self, monkeypatch):
        """The control: both have read the ballot before either of them seals it."""
        [member] = make_voters(1)
        ballot = make_ballot()
        cast_vote(ballot, by=member, choice=options_of(ballot)[0])
        close_ballot(ballot)
        monkeypatch.setattr(sealing, "lock_ballot", unlocked(2))
        with pytest.raises((IntegrityError, RollMismatch)):
            at_once(*[partial(settle_ballot, ballot, clock.now())] * 2)


def test_a_table_of_papers_knows_neither_time_nor_member_nor_serial():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, column_default FROM information_schema.columns "
            "WHERE table_name = 'ballots_paper' ORDER BY 1"
        )
        assert cursor.fetchall() == [("ballot_id", None), ("choice", None), ("receipt", None)]


class TestPoints:
    def test_who_took_part_has_them_at_the_sealing_and_not_before(self):
        ballot = make_ballot(opened=False)
        voters = make_voters(3)
        settle_ballot(ballot, clock.now())
        for voter in voters[:2]:
            cast_vote(ballot, by=voter, choice=options_of(ballot)[0])
        assert not Entry.objects.exists(), "a line before the sealing would say who votes, and when"
        seal(ballot)
        lines = Entry.objects.filter(source=ballot.topic).order_by("pk").values_list("member_id", "points", "at")
        assert [line[:2] for line in lines] == [(voter.pk, 5) for voter in voters[:2]]
        assert len({at for _member, _points, at in lines}) == 1
