"""As many as like to listen: each once, nobody left out, whatever is killed."""

import threading
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from community.members.models import Block
from community.notices import audiences
from community.notices.actions import begin_round, rounds
from community.notices.actions.rounds import resume_rounds, tell_next
from community.notices.audiences import register_audience
from community.notices.jobs import GO_ROUND, put_round_aside
from community.notices.models import Notice, Round
from community.notices.queries import stranded_rounds
from tests.at_once import at_once
from tests.factories.members import make_member
from tests.jobs import waiting, work_off

pytestmark = [pytest.mark.usefixtures("couriers"), pytest.mark.django_db]


@pytest.fixture
def crowd(monkeypatch):
    """Seven members who listen, told two at a time."""
    members = [make_member() for _ in range(7)]
    kinds = {member.pk: "essai" for member in members}

    def listening(data, after, limit):
        return {pk: kinds[pk] for pk in sorted(pk for pk in kinds if pk > after)[:limit]}

    monkeypatch.setattr(audiences, "_audiences", {})
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    register_audience("foule", listening)
    return members, kinds


def begin(**fields):
    begin_round("foule", **({"actor_id": None, "key": "5", "data": {}} | fields))
    return Round.objects.get()


def told():
    return dict(Notice.objects.values_list("member", "count"))


def test_a_round_is_a_row_and_a_job_whoever_listens(crowd, django_assert_num_queries):
    with django_assert_num_queries(3):
        begun = begin()
    assert waiting(GO_ROUND) == [{"round_id": begun.pk}]
    assert told() == {}


def test_everybody_is_told_once_and_the_row_is_gone(crowd):
    members, _kinds = crowd
    begin()
    work_off()
    assert told() == {member.pk: 1 for member in members}
    assert not Round.objects.exists()


def test_the_same_job_twice_tells_nobody_twice(crowd):
    begun = begin()
    go_round(begun)
    go_round(begun)
    assert set(told().values()) == {1}


def test_each_for_their_own_reason_and_the_spared_not_at_all(crowd):
    members, kinds = crowd
    kinds[members[1].pk] = "fort"
    kinds[members[2].pk] = None
    begin(spared=[members[3].pk])
    work_off()
    assert told().keys() == {members[i].pk for i in (0, 1, 4, 5, 6)}
    assert Notice.objects.get(member=members[1]).kind == "fort"


def test_a_page_of_nobody_does_not_end_it(crowd):
    members, kinds = crowd
    for member in members[:4]:
        kinds[member.pk] = None
    begin()
    work_off()
    assert told().keys() == {member.pk for member in members[4:]}


def test_a_block_holds_at_the_moment_of_telling(crowd):
    members, _kinds = crowd
    actor = make_member()
    begin(actor_id=actor.pk)
    Block.objects.create(member=members[6], blocked=actor)
    work_off()
    assert told().keys() == {member.pk for member in members[:6]}


def test_who_comes_while_it_goes_round_is_told(crowd):
    _members, kinds = crowd
    begun = begin()
    tell_next(begun.pk)
    late = make_member()
    kinds[late.pk] = "essai"
    work_off()
    assert told()[late.pk] == 1


def test_what_breaks_between_telling_and_noting_it_undoes_both(crowd, monkeypatch):
    members, _kinds = crowd
    begun = begin()
    tell_next(begun.pk)

    def tell_and_break(*tellings):
        tell_all(*tellings)
        raise ConnectionError("kill -9")

    tell_all = rounds.tell_all
    monkeypatch.setattr(rounds, "tell_all", tell_and_break)
    with pytest.raises(ConnectionError), transaction.atomic():
        tell_next(begun.pk)
    begun.refresh_from_db()
    assert (begun.reached, told()) == (members[1].pk, {member.pk: 1 for member in members[:2]})
    monkeypatch.setattr(rounds, "tell_all", tell_all)
    work_off()
    assert told() == {member.pk: 1 for member in members}


def test_an_unknown_audience_is_refused(crowd):
    with pytest.raises(LookupError):
        begin_round("personne", actor_id=None, key="", data={})
    assert not Round.objects.exists()
    assert waiting(GO_ROUND) == []


def go_round(begun):
    while tell_next(begun.pk):
        pass


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """A job that was taken for dead and is not: two go round."""

    def test_each_is_told_once(self, crowd):
        members, _kinds = crowd
        with transaction.atomic():
            begun = begin()
        at_once(partial(go_round, begun), partial(go_round, begun))
        assert told() == {member.pk: 1 for member in members}

    def test_without_the_rounds_lock_some_are_told_twice(self, crowd, monkeypatch):
        """The control: a race that cannot be lost proves nothing."""
        begun, together = Round.objects.create(audience="foule", key="5"), threading.Barrier(2)

        def look_together(pk):
            found = Round.objects.get(pk=pk)
            together.wait(10)
            return found

        monkeypatch.setattr(rounds, "lock_round", look_together)
        at_once(partial(tell_next, begun.pk), partial(tell_next, begun.pk))
        assert set(told().values()) == {2}


class TestWhoseJobHasFailedForGood:
    def test_it_is_seen_and_goes_on_where_it_was(self, crowd, capsys):
        members, _kinds = crowd
        begun = begin()
        tell_next(begun.pk)
        assert stranded_rounds() == []
        fail_for_good()
        assert stranded_rounds() == [begun.pk]
        call_command("resume_rounds")
        assert capsys.readouterr().out == "1 resumed\n"
        assert stranded_rounds() == []
        work_off()
        assert told() == {member.pk: 1 for member in members}

    def test_one_that_a_job_is_on_is_left_to_it(self, crowd):
        begin()
        assert resume_rounds() == 0
        assert len(waiting(GO_ROUND)) == 1

    def test_two_who_resume_it_at_once_double_nobody(self, crowd):
        members, _kinds = crowd
        begun = begin()
        fail_for_good()
        resume_rounds()
        put_round_aside(begun.pk)
        work_off()
        assert told() == {member.pk: 1 for member in members}


def fail_for_good():
    """What the worker writes after the tenth try."""
    with connection.cursor() as cursor:  # the model itself only reads
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = %s", [GO_ROUND])
