"""Claims against the database: what is refused, what is repeated, and what a race can do."""

import asyncio
import threading
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.utils import timezone

from community.members.groups import DROP_TEAM
from drops import queries
from drops.actions import settlement
from drops.actions.claims import asubmit_claim, submit_claim, write_claims, writer
from drops.actions.team import equip_team
from drops.chain import next_head, opening_head
from drops.models import Claim, Drop, Hold
from drops.rounds import ClaimRequest
from drops.rules import ClaimRefused
from realtime.connect import connect
from realtime.models import Event, Topic
from tests.drops.conftest import check_stock, claim, claim_all, let_lapse, standstill
from tests.factories.drops import make_draft, make_drop, make_rehearser, make_team_member, new_key
from tests.factories.members import make_member

HOUR = timedelta(hours=1)


def counter(topic):
    return Topic.objects.filter(name=topic).values_list("seq", flat=True).first() or 0


@pytest.mark.django_db
class TestWhatAClaimDoes:
    def test_it_takes_a_place_and_a_piece(self):
        drop, member = make_drop(total=2), make_member()
        answer = claim(drop, member)
        row = Claim.objects.get()
        assert (answer.status, answer.place, answer.quantity) == ("allocated", 1, 1)
        assert (row.member, row.key, row.granted) == (member, answer.receipt, 1)
        assert Hold.objects.get().until == answer.hold_until == row.entered_at + timedelta(minutes=15)
        check_stock(drop)

    def test_it_is_announced_once_a_batch_and_once_a_member(self):
        drop, members = make_drop(total=1), [make_member() for _ in range(3)]
        claim_all([ClaimRequest(drop.code, member.pk, 1, new_key()) for member in members])
        assert counter(f"drop:{drop.code}") == 1
        events = {event.topic: event for event in Event.objects.all()}
        assert events.keys() == {f"me:{member.pk}" for member in members}
        assert {event.kind for event in events.values()} == {"claim.changed"}
        assert [events[f"me:{member.pk}"].data["status"] for member in members] == ["allocated", "waiting", "waiting"]

    def test_when_all_is_held_it_waits(self):
        drop = make_drop(total=1)
        claim(drop, make_member())
        answer = claim(drop, make_member())
        assert (answer.status, answer.place, answer.hold_until) == ("waiting", 2, None)

    def test_a_piece_whose_hold_ran_out_goes_to_who_waited_first(self):
        drop, first, second, third = make_drop(total=1), make_member(), make_member(), make_member()
        claim(drop, first)
        claim(drop, second)
        let_lapse(drop)
        assert claim(drop, third).status == "waiting"
        status = dict(Claim.objects.values_list("member", "status"))
        assert status == {first.pk: "lapsed", second.pk: "allocated", third.pk: "waiting"}
        check_stock(drop)

    def test_two_drops_in_one_batch_do_not_mix(self):
        drops, member = [make_drop(total=1), make_drop(total=1)], make_member()
        answers = claim_all([ClaimRequest(drop.code, member.pk, 1, new_key()) for drop in drops])
        assert [(answer.code, answer.place, answer.status) for answer in answers] == [
            (drop.code, 1, "allocated") for drop in drops
        ]

    def test_the_chain_is_the_proof_of_the_places(self):
        drop = make_drop(total=1)
        member = make_member()
        claim(drop, member)
        let_lapse(drop)
        claim(drop, make_member())
        claim(drop, member)
        drop.refresh_from_db()
        proof = queries.proof_of(drop.code, member, timezone.now())
        head = opening_head(drop.code)
        for leaf in proof["leaves"]:
            head = next_head(head, leaf)
        assert proof["entries"] == 3
        assert head == proof["head"] == drop.head


REFUSED = {
    "sealed": ("unknown_topic", make_draft, {}, {}),
    "not open": ("not_open", make_drop, {"opens_at": timezone.now() + HOUR}, {}),
    "closed": ("closed", make_drop, {"opens_at": timezone.now() - 3 * HOUR}, {}),
    "cancelled": ("closed", make_drop, {"cancelled_at": timezone.now()}, {}),
    "paused": ("paused", make_drop, {"paused_at": timezone.now()}, {}),
    "too many": ("quantity", make_drop, {"per_member": 2}, {"quantity": 3}),
    "far too many": ("quantity", make_drop, {}, {"quantity": 10**30}),
    "none": ("quantity", make_drop, {}, {"quantity": 0}),
    "rehearsal": ("unknown_topic", make_drop, {"rehearsal": True}, {}),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "make", "facts", "asked"), REFUSED.values(), ids=REFUSED)
def test_a_drop_refuses_by_name(code, make, facts, asked):
    drop, member = make(**facts), make_member()
    with standstill(), pytest.raises(ClaimRefused, match=code):
        claim(drop, member, **asked)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("email_unconfirmed", {"confirmed": False}),
        ("email_unconfirmed", {"confirmed": None}),
        ("login_required", {"is_active": False}),
    ],
)
def test_an_account_is_refused_by_name(code, facts):
    drop, member = make_drop(), make_member(**facts)
    with standstill(), pytest.raises(ClaimRefused, match=code):
        claim(drop, member)


@pytest.mark.django_db
def test_a_young_account_is_refused(settings):
    settings.CLAIM_ACCOUNT_AGE = timedelta(days=1)
    drop, member = make_drop(), make_member()
    with standstill(), pytest.raises(ClaimRefused, match="account_too_young"):
        claim(drop, member)


@pytest.mark.django_db
def test_the_team_rehearses_and_other_staff_does_not_know():
    by_group, editor = make_member(is_staff=True), make_member(is_staff=True)
    by_group.groups.add(Group.objects.get_or_create(name=DROP_TEAM)[0])
    equip_team()
    for member in (make_team_member(), by_group, make_member(is_staff=True, is_superuser=True)):
        assert claim(make_drop(rehearsal=True), member).status == "allocated"
    drop = make_drop(rehearsal=True)
    with standstill(), pytest.raises(ClaimRefused) as refused:
        claim(drop, editor)
    assert refused.value.code == "unknown_topic"


@pytest.mark.django_db
def test_a_rehearser_claims_in_rehearsals_only():
    rehearser = make_rehearser()
    assert claim(make_drop(rehearsal=True), rehearser).status == "allocated"
    real = make_drop()
    with standstill(), pytest.raises(ClaimRefused, match="unknown_topic"):
        claim(real, rehearser)


@pytest.mark.django_db
def test_a_code_of_nothing_is_refused():
    member = make_member()
    with standstill():
        (answer,) = claim_all([ClaimRequest("QQQQQ", member.pk, 1, new_key())])
    assert answer.code == "unknown_topic"


@pytest.mark.parametrize(
    ("code", "key", "refused"),
    [("K7Q2M", "F" * 32, "bad_request"), ("K7Q2M", "f" * 31, "bad_request"), ("k7q2m", "f" * 32, "unknown_topic")],
)
def test_what_cannot_be_written_never_reaches_the_queue(code, key, refused):
    with pytest.raises(ClaimRefused, match=refused):
        submit_claim(code=code, member_id=1, quantity=1, key=key)


@pytest.mark.django_db
class TestTheSameKey:
    @pytest.fixture
    def drop(self):
        return make_drop(total=1, per_member=2)

    @pytest.fixture
    def member(self):
        return make_member()

    def test_again_it_is_todays_claim(self, drop, member):
        first = claim(drop, member, key="a" * 32)
        with standstill():
            assert claim(drop, member, key="a" * 32) == first

    def test_after_the_close_it_is_still_todays_claim(self, drop, member):
        first = claim(drop, member, key="a" * 32)
        Drop.objects.update(closes_at=timezone.now())
        with standstill():
            assert claim(drop, member, key="a" * 32) == first

    def test_once_lapsed_it_says_so(self, drop, member):
        claim(drop, member, key="a" * 32)
        let_lapse(drop)
        assert claim(drop, member, key="a" * 32).status == "lapsed"

    def test_with_another_quantity_it_is_refused(self, drop, member):
        claim(drop, member, key="a" * 32)
        with standstill(), pytest.raises(ClaimRefused, match="key_reused"):
            claim(drop, member, quantity=2, key="a" * 32)

    def test_for_another_drop_it_is_refused(self, drop, member):
        claim(drop, member, key="a" * 32)
        other = make_drop()
        with standstill(), pytest.raises(ClaimRefused, match="key_reused"):
            claim(other, member, key="a" * 32)

    def test_by_another_member_it_is_refused(self, drop, member):
        claim(drop, member, key="a" * 32)
        thief = make_member()
        with standstill(), pytest.raises(ClaimRefused, match="key_reused"):
            claim(drop, thief, key="a" * 32)

    def test_of_an_earlier_entry_it_stays_taken(self, drop, member):
        claim(drop, member, key="a" * 32)
        let_lapse(drop)
        again = claim(drop, member, key="b" * 32)
        thief = make_member()
        with standstill():
            assert claim(drop, member, key="a" * 32) == again
            with pytest.raises(ClaimRefused, match="key_reused"):
                claim(drop, thief, key="a" * 32)

    def test_twice_in_a_batch_it_is_one_claim(self, drop, member):
        request = ClaimRequest(drop.code, member.pk, 1, "a" * 32)
        first, second = claim_all([request, request])
        assert first == second
        check_stock(drop)

    def test_by_two_members_in_a_batch_the_second_is_refused(self, drop, member):
        other = make_member()
        requests = [ClaimRequest(drop.code, somebody.pk, 1, "a" * 32) for somebody in (member, other)]
        first, second = claim_all(requests)
        assert (first.status, second.code) == ("allocated", "key_reused")
        check_stock(drop)


@pytest.mark.django_db
class TestAnotherKey:
    def test_it_is_refused_with_the_claim_there_is(self):
        drop, member = make_drop(), make_member()
        first = claim(drop, member)
        with standstill(), pytest.raises(ClaimRefused, match="already_claimed") as refused:
            claim(drop, member)
        assert refused.value.claim == first

    def test_in_one_batch_the_refusal_carries_what_became_of_the_first(self):
        drop, member = make_drop(), make_member()
        first, second = claim_all([ClaimRequest(drop.code, member.pk, 1, new_key()) for _ in range(2)])
        assert (second.code, second.claim) == ("already_claimed", first)
        assert first.status == "allocated"

    def test_a_lapsed_claim_enters_once_more_and_not_twice(self):
        drop, member = make_drop(total=1), make_member()
        first = claim(drop, member)
        let_lapse(drop)
        again = claim(drop, member)
        assert (first.place, again.place, again.status) == (1, 2, "allocated")
        let_lapse(drop)
        with pytest.raises(ClaimRefused, match="already_claimed") as refused:
            claim(drop, member)
        assert refused.value.claim.status == "lapsed"
        assert Claim.objects.count() == 1
        check_stock(drop)


@pytest.mark.django_db
def test_the_statements_do_not_grow_with_the_batch(monkeypatch):
    drop = make_drop(total=2)
    sent = []
    execute = psycopg.Cursor.execute
    monkeypatch.setattr(
        psycopg.Cursor, "execute", lambda *args, **kwargs: sent.append(args[1]) or execute(*args, **kwargs)
    )
    counts = []
    for size in (1, 3):
        requests = [ClaimRequest(drop.code, make_member().pk, 1, new_key()) for _ in range(size)]
        sent.clear()
        claim_all(requests)
        counts.append(len(sent))
    assert counts[0] == counts[1] > 0


@pytest.mark.django_db(transaction=True)
class TestTheWriter:
    """Through the thread, its connection and its batches."""

    def test_ten_parallel_repeats_are_one_row(self):
        drop, member = make_drop(), make_member()
        key = new_key()
        ask = partial(submit_claim, code=drop.code, member_id=member.pk, quantity=1, key=key)
        answers = [future.result(10) for future in [ask() for _ in range(10)]]
        assert len(set(answers)) == 1
        assert Claim.objects.count() == 1

    def test_a_loop_is_answered_too(self):
        drop, members = make_drop(total=2), [make_member() for _ in range(3)]

        async def rush():
            ask = [asubmit_claim(code=drop.code, member_id=one.pk, quantity=1, key=new_key()) for one in members]
            return await asyncio.gather(*ask)

        answers = asyncio.run(rush())
        assert [(answer.place, answer.status) for answer in answers] == [
            (1, "allocated"),
            (2, "allocated"),
            (3, "waiting"),
        ]

    def test_a_refusal_reaches_the_one_who_asked(self):
        drop, member, banned = make_drop(), make_member(), make_member(is_active=False)
        good, bad = (
            submit_claim(code=drop.code, member_id=one.pk, quantity=1, key=new_key()) for one in (member, banned)
        )
        assert good.result(10).status == "allocated"
        with pytest.raises(ClaimRefused, match="login_required"):
            bad.result(10)

    def test_a_lost_connection_is_opened_again(self):
        drop, members = make_drop(), [make_member(), make_member()]
        submit_claim(code=drop.code, member_id=members[0].pk, quantity=1, key=new_key()).result(10)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [writer._connection.info.backend_pid])
        answer = submit_claim(code=drop.code, member_id=members[1].pk, quantity=1, key=new_key()).result(10)
        assert (answer.place, answer.status) == (2, "allocated")

    def test_a_locked_drop_is_an_honest_failure(self):
        drop, member = make_drop(), make_member()
        key = new_key()
        with connect() as other, other.transaction():
            other.execute("SELECT FROM drops_drop WHERE id = %s FOR UPDATE", [drop.pk])
            with pytest.raises(ClaimRefused, match="internal"):
                submit_claim(code=drop.code, member_id=member.pk, quantity=1, key=key).result(10)
        assert submit_claim(code=drop.code, member_id=member.pk, quantity=1, key=key).result(10).place == 1


# -- races ---------------------------------------------------------------------------------------------------------

PIECES, WRITERS, EACH = 10, 4, 10


def race(drop, members):
    """Several processes' writers at once, each with a connection and a batch of its own; what each of them met."""
    start = threading.Barrier(WRITERS)
    errors = []

    def write(batch):
        requests = [ClaimRequest(drop.code, member.pk, 1, new_key()) for member in batch]
        with connect() as own:
            start.wait(10)
            try:
                write_claims(own, requests)
            except psycopg.errors.UniqueViolation as error:
                errors.append(error)

    threads = [threading.Thread(target=write, args=(members[number::WRITERS],)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    connections.close_all()
    return errors


def unlocked(monkeypatch):
    """Everybody reads the drop without its lock, and nobody writes before all have read."""
    monkeypatch.setattr(settlement, "LOCK_DROPS", settlement.LOCK_DROPS.replace("FOR UPDATE", ""))
    everybody_has_read = threading.Barrier(WRITERS)
    write = settlement._write

    def write_later(own, rounds):
        everybody_has_read.wait(10)
        write(own, rounds)

    monkeypatch.setattr(settlement, "_write", write_later)


@contextmanager
def without_safety_net():
    """The unique constraints that make overselling impossible even without the lock, lifted."""
    lifted = [
        (model, next(each for each in model._meta.constraints if each.name == name))
        for model, name in ((Hold, "hold_piece_once"), (Claim, "claim_place_once"))
    ]
    with connection.schema_editor() as editor:
        for model, constraint in lifted:
            editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        Hold.objects.all().delete()
        Claim.objects.all().delete()
        with connection.schema_editor() as editor:
            for model, constraint in lifted:
                editor.add_constraint(model, constraint)


@pytest.fixture
def contested():
    return make_drop(total=PIECES), [make_member() for _ in range(WRITERS * EACH)]


@pytest.mark.django_db(transaction=True)
class TestTheRace:
    def test_exactly_the_pieces_there_are_are_given(self, contested):
        drop, members = contested
        assert race(drop, members) == []
        check_stock(drop)
        claims = Claim.objects.order_by("place").values_list("place", "status", "entered_at")
        assert [place for place, _, _ in claims] == list(range(1, len(members) + 1))
        assert [status for _, status, _ in claims] == ["allocated"] * PIECES + ["waiting"] * (len(members) - PIECES)
        assert [entered for _, _, entered in claims] == sorted(entered for _, _, entered in claims)

    def test_the_control_without_lock_and_constraints_oversells(self, contested, monkeypatch):
        drop, members = contested
        unlocked(monkeypatch)
        with without_safety_net():
            race(drop, members)
            assert Hold.objects.filter(state="live").count() > PIECES

    def test_without_the_lock_alone_the_database_still_refuses(self, contested, monkeypatch):
        drop, members = contested
        unlocked(monkeypatch)
        assert len(race(drop, members)) == WRITERS - 1
        check_stock(drop)
