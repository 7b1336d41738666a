"""Who is told what, once, and who never."""

import threading

import pytest
from django.db import connections, transaction

from community.members.models import Block
from community.notices.actions import MOST_UNREAD, Telling, choose, mark_read, tell, tell_all, telling
from community.notices.models import Notice
from community.notices.queries import glance_of, unread_of
from realtime.models import Event
from tests.factories.members import make_member

pytestmark = pytest.mark.usefixtures("spoken")


def steps_of(member):
    return [event.data for event in Event.objects.filter(topic=f"me:{member.pk}").order_by("seq")]


@pytest.mark.django_db
class TestTelling:
    def test_each_member_gets_one_row_and_one_step(self):
        one, other, actor = (make_member() for _ in range(3))
        tell("essai", [one.pk, other.pk], actor_id=actor.pk, key="5", data={"words": "bonjour"})
        notices = {notice.member_id: notice for notice in Notice.objects.all()}
        assert notices.keys() == {one.pk, other.pk}
        notice = notices[one.pk]
        assert (notice.actor_id, notice.key, notice.data, notice.count) == (actor.pk, "5", {"words": "bonjour"}, 1)
        assert steps_of(one) == [{"id": notice.pk, "kind": "essai", "unread": 1}]
        assert [event.kind for event in Event.objects.all()] == ["notice.added"] * 2

    def test_what_is_unread_of_the_same_thing_becomes_one_line(self):
        member, first, second = (make_member() for _ in range(3))
        tell("essai", [member.pk], actor_id=first.pk, key="5", data={"words": "un"})
        tell("essai", [member.pk], actor_id=second.pk, key="5", data={"words": "deux"})
        tell("essai", [member.pk], actor_id=second.pk, key="6")
        lines = list(Notice.objects.order_by("key").values_list("key", "count", "actor", "data"))
        assert lines == [("5", 2, second.pk, {"words": "deux"}), ("6", 1, second.pk, {})]
        assert [step["unread"] for step in steps_of(member)] == [1, 1, 2]

    def test_what_was_read_stays_and_a_new_line_begins(self):
        member = make_member()
        tell("essai", [member.pk], key="5")
        mark_read(member)
        tell("essai", [member.pk], key="5")
        assert list(Notice.objects.order_by("pk").values_list("count", flat=True)) == [1, 1]
        assert unread_of(member.pk) == 1

    def test_without_a_key_nothing_collapses(self):
        member = make_member()
        tell("essai", [member.pk])
        tell("essai", [member.pk])
        assert Notice.objects.count() == 2

    def test_never_the_actor_nor_who_blocks_them_nor_who_is_kept_out(self):
        actor, blocker, suspended, blocked, told = (make_member() for _ in range(5))
        Block.objects.create(member=blocker, blocked=actor)
        Block.objects.create(member=actor, blocked=blocked)
        suspended.is_active = False
        suspended.save()
        tell("essai", [m.pk for m in (actor, blocker, suspended, blocked, told)] + [0], actor_id=actor.pk)
        assert set(Notice.objects.values_list("member", flat=True)) == {blocked.pk, told.pk}
        assert {event.topic for event in Event.objects.all()} == {f"me:{blocked.pk}", f"me:{told.pk}"}

    def test_many_members_take_as_many_statements_as_one(self, django_assert_num_queries):
        members = [make_member().pk for _ in range(30)]
        for some in (members[:1], members):
            with django_assert_num_queries(5):  # their choices, their hours, the rows, their numbers, the steps
                tell("essai", some)

    def test_several_things_are_announced_at_once(self, django_assert_num_queries):
        one, other = make_member(), make_member()
        with django_assert_num_queries(6):
            tell_all(Telling("essai", [one.pk, other.pk], key="1"), Telling("essai", [one.pk], key="2"))
        assert [step["unread"] for step in steps_of(one)] == [2, 2]

    def test_nobody_to_tell_costs_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            tell("essai", [])
        assert not Event.objects.exists()

    def test_who_wants_it_nowhere_is_told_nothing(self):
        deaf, hearer = make_member(), make_member()
        choose(deaf, channel="app", wanted=False, kinds=["essai"])
        tell("essai", [deaf.pk, hearer.pk])
        assert set(Notice.objects.values_list("member", flat=True)) == {hearer.pk}
        assert steps_of(deaf) == []

    def test_what_is_wanted_by_a_channel_alone_is_not_in_the_list(self, couriers):
        member = make_member()
        choose(member, channel="app", wanted=False, kinds=["essai"])
        choose(member, channel="mail", wanted=True, kinds=["essai"])
        tell("essai", [member.pk])
        assert list(Notice.objects.values_list("is_listed", flat=True)) == [False]
        assert (unread_of(member.pk), glance_of(member).lines, steps_of(member)) == (0, (), [])

    def test_an_unknown_kind_is_refused(self):
        with pytest.raises(LookupError):
            tell("inconnu", [make_member().pk])
        assert not Notice.objects.exists()

    @pytest.mark.parametrize(("number", "unread"), [(MOST_UNREAD, MOST_UNREAD), (MOST_UNREAD + 1, MOST_UNREAD)])
    def test_there_is_a_most_of_unread(self, number, unread):
        member, neighbour = make_member(), make_member()
        Notice.objects.bulk_create(Notice(member=member, kind="essai") for _ in range(number - 1))
        Notice.objects.bulk_create(Notice(member=neighbour, kind="essai") for _ in range(MOST_UNREAD))
        oldest = Notice.objects.filter(member=member).earliest("pk")
        tell("essai", [member.pk])
        oldest.refresh_from_db()
        assert unread_of(member.pk) == unread == steps_of(member)[-1]["unread"]
        assert (oldest.read_at is None) == (number == unread)
        assert unread_of(neighbour.pk) == MOST_UNREAD

    def test_a_rollback_tells_nobody(self):
        member = make_member()
        with transaction.atomic():
            tell("essai", [member.pk])
            transaction.set_rollback(True)
        assert not Notice.objects.exists()
        assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestCommitted:
    def test_outside_a_transaction_it_is_refused(self):
        with pytest.raises(transaction.TransactionManagementError):
            tell("essai", [make_member().pk])
        assert not Notice.objects.exists()

    def test_twenty_at_once_make_one_line(self):
        """The control stands below: without the collapse in one statement there is more than one."""
        member = make_member()
        self._rush(member)
        assert list(Notice.objects.values_list("count", flat=True)) == [20]
        assert len(steps_of(member)) == 20

    def test_without_the_constraint_they_would_be_many(self, monkeypatch):
        start, _conflict = telling.TELL.split("ON CONFLICT")
        monkeypatch.setattr(telling, "TELL", f"{start} ON CONFLICT DO NOTHING RETURNING id, member_id, is_listed")
        member = make_member()
        self._rush(member)
        assert list(Notice.objects.values_list("count", flat=True)) != [20]

    def _rush(self, member):
        start = threading.Barrier(20)

        def one():
            start.wait(10)
            try:
                with transaction.atomic():
                    tell("essai", [member.pk], key="5")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
