"""The topics and the op, held against docs/protocol.md."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

import pytest

from community.notices.live import MeTopic
from drops import queries
from drops.actions.arming import cancel_drop, pause_drop, resume_drop, set_message
from drops.actions.holds import confirm_hold, settle_drop, withdraw_claim
from drops.live import CLAIM_FIELDS, DropTopic, ScheduleTopic
from drops.live import claim as claim_op
from drops.models import Hold
from realtime import clock
from realtime.announce import Step, announce
from realtime.models import Event
from realtime.ops import Refusal, find_op
from realtime.topics import Viewer, find
from tests.drops.conftest import claim, let_lapse
from tests.factories.drops import make_draft, make_drop, new_key
from tests.factories.members import make_member

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text()
TEAM = Viewer(object(), permissions=frozenset({"drops.manage_drop"}))


def words(text):
    return set(re.findall(r"[a-z_]{2,}", text))


def shape(name):
    """The keys that the page lists for a topic, for everybody and for members."""
    listed = re.search(r"`drop:<code>`: `([^`]+)`; members .*? also `([^`]+)`", PAGE)
    return {"all": words(re.sub(r"\(.*?\)", "", listed.group(1))), "members": words(listed.group(2))}[name]


@pytest.mark.django_db
class TestTheDrop:
    def test_it_has_the_shape_of_the_page(self):
        data = DropTopic().read(make_drop().code).data
        assert data["anonymous"].keys() == shape("all")
        assert data["member"].keys() == shape("all") | shape("members")

    def test_it_takes_one_statement(self, django_assert_num_queries):
        drop = make_drop()
        with django_assert_num_queries(1):
            DropTopic().read(drop.code)

    def test_stock_adds_up_before_anybody_settled(self):
        drop = make_drop(total=3)
        buyer, holder, late = (make_member() for _ in range(3))
        for member in (buyer, holder, late):
            claim(drop, member)
        confirm_hold(drop.code, member_id=buyer.pk)
        Hold.objects.filter(claim__member=late).update(until=clock.now() - timedelta(seconds=1))
        stock = DropTopic().read(drop.code).data["member"]
        assert (stock["available"], stock["held"], stock["sold"], stock["total"]) == (1, 1, 1, 3)
        assert (stock["claims"], stock["entries"]) == (3, 3)

    def test_the_clock_is_the_databases(self):
        drop = make_drop()
        assert abs(DropTopic().read(drop.code).now - clock.now()) < timedelta(seconds=2)

    def test_an_open_drop_is_lively_and_knows_its_close(self):
        drop = make_drop()
        state = DropTopic().read(drop.code)
        assert (state.lively, state.next_change) == (True, drop.closes_at)
        assert not DropTopic().read(make_drop(opens_at=clock.now() + timedelta(hours=1)).code).lively

    def test_a_sealed_drop_is_the_teams_alone(self):
        assert DropTopic().read(make_draft().code).data.keys() == {"team"}
        assert DropTopic().read("QQQQQ") is None

    def test_looking_settles_what_ran_out(self):
        drop, first, second = make_drop(total=1), make_member(), make_member()
        claim(drop, first)
        claim(drop, second)
        let_lapse(drop)
        DropTopic().look({drop.code, "QQQQQ"})
        assert drop.claims.get(member=second).status == "allocated"

    def test_looking_at_nothing_due_is_one_query(self, django_assert_num_queries):
        drop = make_drop()
        claim(drop, make_member())
        with django_assert_num_queries(1):
            DropTopic().look({drop.code})


@pytest.mark.django_db
class TestTheSchedule:
    def test_it_has_the_shape_of_the_page(self):
        make_drop()
        listed = re.search(r'`drops`: `\{"drops":\[\{([^}]+)\}', PAGE).group(1)
        assert ScheduleTopic().read().data["anonymous"]["drops"][0].keys() == words(listed)

    def test_it_stands_in_the_order_of_opening_without_what_is_sealed(self):
        soon = clock.now() + timedelta(hours=1)
        later, now = make_drop(opens_at=soon), make_drop()
        make_draft()
        make_drop(opens_at=soon, announced_at=soon - timedelta(seconds=1))
        codes = [drop["code"] for drop in ScheduleTopic().read().data["anonymous"]["drops"]]
        assert codes == [now.code, later.code]

    def test_sealed_drops_push_no_public_one_out_of_it(self, monkeypatch):
        monkeypatch.setattr(queries, "SCHEDULE_LENGTH", 3)
        soon = clock.now() + timedelta(days=2)
        public = [make_drop() for _ in range(4)]
        for _ in range(4):
            make_drop(opens_at=soon + timedelta(days=1), announced_at=soon)
        data = ScheduleTopic().read().data
        assert [drop["code"] for drop in data["anonymous"]["drops"]] == [drop.code for drop in public[1:]]
        assert len(data["team"]["drops"]) == 3

    def test_it_wakes_for_an_announcement_that_nobody_knows_of(self):
        soon = clock.now() + timedelta(seconds=5)
        drop = make_drop(opens_at=soon + timedelta(hours=1), announced_at=soon)
        assert ScheduleTopic().read().next_change == drop.announced_at

    def test_it_is_read_again_soon_since_arming_may_be_silent(self):
        state = ScheduleTopic().read()
        assert state.next_change == state.now + timedelta(seconds=10)

    def test_without_any_drop_it_has_its_counter(self):
        announce(Step("drops", "phase"))
        state = ScheduleTopic().read()
        assert (state.seq, state.kind, state.data["anonymous"]) == (1, "phase", {"drops": []})

    @pytest.mark.parametrize("number", [0, 1, 3])
    def test_it_takes_one_statement(self, django_assert_num_queries, number):
        for _ in range(number):
            make_drop()
        with django_assert_num_queries(1):
            ScheduleTopic().read()


class TestAudiences:
    @pytest.mark.parametrize("topic", [DropTopic(), ScheduleTopic()])
    def test_they_are_told_in_memory(self, topic):
        member = Viewer(type("Member", (), {"email": "a@test.example"})())
        nobody, team = topic.audience(Viewer(), ""), topic.audience(TEAM, "")
        assert (nobody, team) == ("anonymous", "team")
        assert topic.audience(member, "") == ("member" if topic.keyed else "anonymous")


@pytest.mark.django_db
class TestMe:
    def test_it_is_for_members(self):
        assert MeTopic().name_for(Viewer(), "") is None
        assert MeTopic().may_listen(Viewer(), "") == "login_required"
        member = make_member()
        assert MeTopic().name_for(Viewer(member), "") == f"me:{member.pk}"

    def test_it_starts_with_the_members_claims(self):
        drop, member = make_drop(), make_member()
        answer = claim(drop, member)
        claim(drop, make_member())
        assert MeTopic().snapshot(Viewer(member), "") == {"unread": 0, "claims": [answer.payload]}

    def test_a_claim_has_the_keys_of_the_answer_on_the_page(self):
        row = re.search(r'\{"op":"claimed",[^`]+\}', PAGE).group()
        keys = set(re.findall(r'"(\w+)":', row)) - {"op", "id"}
        assert claim(make_drop(), make_member()).payload.keys() == keys


STEPS = {
    "confirmed": lambda drop, member: confirm_hold(drop.code, member_id=member.pk),
    "withdrawn": lambda drop, member: withdraw_claim(drop.code, member_id=member.pk),
    "lapsed": lambda drop, _member: let_lapse(drop) or settle_drop(drop.code),
    "claimed": lambda drop, _member: claim(drop, make_member()),
    "cancelled": lambda drop, _member: cancel_drop(drop, reason=""),
}


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_the_steps_of_me_make_the_fresh_snapshot_out_of_the_old_one(step):
    drop, member = make_drop(total=2), make_member()
    claim(drop, member)
    before = MeTopic().snapshot(Viewer(member), "")["claims"]
    last = Event.objects.latest("id").seq
    step(drop, member)
    claims = {entry["drop"]: entry for entry in before}
    for event in Event.objects.filter(topic=f"me:{member.pk}", seq__gt=last).order_by("seq"):
        assert event.kind == "claim.changed"
        claims[event.data["drop"]] = event.data
    assert list(claims.values()) == MeTopic().snapshot(Viewer(member), "")["claims"]


MOVES = {
    "stock": (lambda drop: claim(drop, make_member()), "stock"),
    "pause": (pause_drop, "phase"),
    "resume": (lambda drop: pause_drop(drop) or resume_drop(drop), "phase"),
    "message": (lambda drop: set_message(drop, message="Bientôt."), "message"),
    "cancel": (lambda drop: cancel_drop(drop, reason=""), "phase"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("move", "kind"), MOVES.values(), ids=MOVES)
def test_whatever_moves_a_drop_raises_its_counter_and_says_what(move, kind):
    drop = make_drop()
    before = DropTopic().read(drop.code)
    move(drop)
    after = DropTopic().read(drop.code)
    assert after.seq > before.seq
    assert after.kind == kind
    assert after.data["member"] != before.data["member"] or kind == "phase"


@pytest.mark.django_db(transaction=True)
class TestTheOp:
    def ask(self, viewer, drop, **fields):
        asked = {"drop": drop.code, "quantity": 1, "key": new_key()} | fields
        return asyncio.run(claim_op(viewer, asked))

    def test_it_answers_claimed(self):
        answer = self.ask(Viewer(make_member()), make_drop())
        assert (answer["op"], answer["status"], answer["place"]) == ("claimed", "allocated", 1)

    def test_nobody_is_sent_to_the_door(self):
        with pytest.raises(Refusal) as refused:
            self.ask(Viewer(language="fr"), make_drop())
        assert (refused.value.code, "Connecte-toi" in refused.value.message) == ("login_required", True)

    def test_a_refusal_carries_the_claim_there_is(self):
        drop, viewer = make_drop(), Viewer(make_member())
        first = self.ask(viewer, drop)
        with pytest.raises(Refusal) as refused:
            self.ask(viewer, drop)
        assert refused.value.code == "already_claimed"
        assert {"op": "claimed", **refused.value.extra["claim"]} == first

    def test_a_refusal_names_the_rule(self):
        with pytest.raises(Refusal) as refused:
            self.ask(Viewer(make_member()), make_drop(), quantity=2)
        assert refused.value.code == "quantity"


def test_the_wire_knows_our_topics_and_our_op():
    assert [type(find(name)[0]) for name in ("drops", "drop:K7Q2M", "me")] == [ScheduleTopic, DropTopic, MeTopic]
    assert find_op("claim").fields is CLAIM_FIELDS


@pytest.mark.parametrize(("key", "fits"), [("a" * 32, True), ("A" * 32, False), ("a" * 33, False), (1, False)])
def test_a_key_is_32_hexadecimal_characters(key, fits):
    assert CLAIM_FIELDS["key"](key) == fits


@pytest.mark.django_db
def test_the_team_sees_rehearsals_in_the_schedule():
    rehearsal = make_drop(rehearsal=True)
    data = ScheduleTopic().read().data
    assert [entry["code"] for entry in data["team"]["drops"]] == [rehearsal.code]
    assert data["anonymous"] == {"drops": []}
