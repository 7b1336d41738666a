"""Who hears of a post that does not call them: behind the answer, whoever they are and however many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.discussions.actions.posts import hide_post, write_post
from community.discussions.actions.threads import start_thread
from community.discussions.models import CategoryStance, Post, Reading, Stance
from community.discussions.telling import listeners
from community.members.models import Block, Follow, Member
from community.notices.models import Notice, Round
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.members import make_member
from tests.jobs import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return make_thread()


@pytest.fixture
def writer():
    return make_member(level=1)


def watch(thread, *members, **fields):
    Reading.objects.bulk_create(Reading(member=each, thread=thread, stance="watching", **fields) for each in members)


def told(kind=None):
    notices = Notice.objects.filter(kind=kind) if kind else Notice.objects.all()
    return dict(notices.values_list("member", "kind"))


def test_a_post_costs_the_same_with_one_watcher_and_with_three_hundred():
    costs = []
    for number in (1, 300):
        thread = make_thread()
        mark = f"garde-{number}"
        crowd = [Member(email=f"{mark}-{n}@test.example", handle=f"{mark}-{n}") for n in range(number)]
        watch(thread, *Member.objects.bulk_create(crowd))
        writer = make_member(level=1)
        with CaptureQueriesContext(connection) as queries:
            write_post(thread, by=writer, text="Elle retarde.")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert told() == {}
    work_off()
    assert len(told("watched")) == 301


def test_each_is_told_once_for_the_closest_reason(writer):
    category = make_table()
    called, watching, following, both = (make_member() for _ in range(4))
    for each in (called, watching, both):
        CategoryStance.objects.create(member=each, category=category, stance=Stance.WATCHING)
    for each in (called, following, both):
        Follow.objects.create(member=each, followed=writer)
    start_thread(category, by=writer, title="La couronne", text=f"Qu’en dis-tu, @{called.handle} ?")
    work_off()
    assert told() == {called.pk: "mention", watching.pk: "watched", both.pk: "watched", following.pk: "started"}
    assert not Round.objects.exists()


def test_mutes_and_blocks_hold_when_it_is_told(thread, writer):
    deaf, blocker, hearer = (make_member() for _ in range(3))
    watch(thread, deaf, blocker, hearer)
    write_post(thread, by=writer, text="Qui m’entend ?")
    Reading.objects.filter(member=deaf).update(stance=Stance.MUTED)
    Block.objects.create(member=blocker, blocked=writer)
    work_off()
    assert told() == {hearer.pk: "watched"}


def test_a_threads_own_stance_goes_before_its_tables(writer):
    category = make_table()
    thread = make_thread(category=category)
    normal, muted, watching = (make_member() for _ in range(3))
    for each in (normal, muted, watching):
        CategoryStance.objects.create(member=each, category=category, stance=Stance.WATCHING)
    Reading.objects.create(member=normal, thread=thread, stance=Stance.NORMAL)
    Reading.objects.create(member=muted, thread=thread, stance=Stance.MUTED)
    write_post(thread, by=writer, text="Encore un mot.")
    work_off()
    assert told() == {watching.pk: "watched"}


def test_who_muted_a_table_is_not_called_there_either(writer):
    category = make_table()
    muted, choosy, hearer = (make_member() for _ in range(3))
    for each in (muted, choosy):
        CategoryStance.objects.create(member=each, category=category, stance=Stance.MUTED)
    Follow.objects.create(member=muted, followed=writer)
    call = " ".join(f"@{each.handle}" for each in (muted, choosy, hearer))
    first = start_thread(category, by=writer, title="La lunette", text=f"Elle tourne, {call} ?")
    work_off()
    assert told() == {hearer.pk: "mention"}
    Reading.objects.create(member=choosy, thread=first.thread, stance=Stance.NORMAL)
    Post.objects.update(at=first.at - timedelta(hours=1))  # the writer's pace
    write_post(first.thread, by=writer, text=f"Et ici, {call} ?")
    assert told() == {hearer.pk: "mention", choosy.pk: "mention"}


def test_who_has_read_it_before_they_are_told_needs_no_notice(thread, writer):
    there, away = make_member(), make_member()
    watch(thread, there, away)
    post = write_post(thread, by=writer, text="Vous êtes là ?")
    Reading.objects.filter(member=there).update(number=post.number)
    work_off()
    assert told() == {away.pk: "watched"}


def test_of_what_is_out_of_sight_nobody_hears(thread, writer):
    watch(thread, make_member())
    hide_post(write_post(thread, by=writer, text="Hum."))
    work_off()
    assert told() == {}


class Gate:
    """A subject under which only some may read."""

    def __init__(self, members):
        self.members = members

    def may_read(self, thing, viewer, now):
        return viewer.pk in self.members


def test_under_a_thing_whoever_may_read_there_when_it_is_told(writer, monkeypatch):
    thread = make_thread()
    allowed, barred, late = (make_member() for _ in range(3))
    watch(thread, allowed, barred, late)
    post = make_post(thread, author=writer)
    monkeypatch.setattr("community.discussions.telling.thing_of", lambda *_: (Gate({allowed.pk, late.pk}), thread))
    type(thread).objects.filter(pk=thread.pk).update(category=None, subject="drop", subject_id=1)
    assert listeners({"post": post.pk}, 0, 3) == {allowed.pk: "watched", barred.pk: None, late.pk: "watched"}


def test_they_come_in_order_and_so_many_at_a_time(writer):
    category = make_table()
    thread = make_thread(category=category)
    members = [make_member() for _ in range(5)]
    watch(thread, *members[::2])
    for each in members[1::2]:
        CategoryStance.objects.create(member=each, category=category, stance=Stance.WATCHING)
    post = make_post(thread, author=writer)
    assert list(listeners({"post": post.pk}, 0, 2)) == [each.pk for each in members[:2]]
    assert list(listeners({"post": post.pk}, members[1].pk, 2)) == [each.pk for each in members[2:4]]
    assert listeners({"post": post.pk}, members[4].pk, 2) == {}
