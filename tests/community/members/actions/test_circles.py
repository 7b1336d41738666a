"""Following and blocking."""

import threading

import pytest
from django.db import connection, connections

from community.members import actions, queries
from community.members.actions import circles
from community.members.models import Block, Follow
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_member(handle="ada")


@pytest.fixture
def grace():
    return make_member(handle="grace")


def test_following_and_no_more(ada, grace):
    for _ in range(2):
        actions.follow_member(ada, followed_id=grace.pk)
    assert queries.followers_of(grace.pk) == {ada.pk}
    for _ in range(2):
        actions.unfollow_member(ada, followed_id=grace.pk)
    assert queries.followers_of(grace.pk) == frozenset()


@pytest.mark.parametrize("fields", [{"may_be_followed": False}, {"is_active": False}])
def test_who_may_not_be_followed_is_not(ada, fields):
    other = make_member(**fields)
    with pytest.raises(actions.NotAllowed):
        actions.follow_member(ada, followed_id=other.pk)
    assert not Follow.objects.exists()


def test_nobody_follows_or_blocks_themself_or_nobody(ada):
    for verb, name in ((actions.follow_member, "followed_id"), (actions.block_member, "blocked_id")):
        for other in (ada.pk, 0):
            with pytest.raises(actions.NotAllowed):
                verb(ada, **{name: other})
    assert not Follow.objects.exists()
    assert not Block.objects.exists()


def test_blocking_and_no_more(ada, grace):
    for _ in range(2):
        actions.block_member(ada, blocked_id=grace.pk)
    assert queries.blocked_by(ada.pk) == {grace.pk}
    assert queries.blocked_by(grace.pk) == frozenset()
    for _ in range(2):
        actions.unblock_member(ada, blocked_id=grace.pk)
    assert not Block.objects.exists()


def test_the_team_cannot_be_blocked(ada):
    with pytest.raises(actions.NotAllowed):
        actions.block_member(ada, blocked_id=make_member(is_staff=True).pk)
    assert not Block.objects.exists()


def test_a_block_ends_the_following_on_both_sides(ada, grace):
    other = make_member()
    actions.follow_member(ada, followed_id=grace.pk)
    actions.follow_member(grace, followed_id=ada.pk)
    actions.follow_member(grace, followed_id=other.pk)
    actions.block_member(ada, blocked_id=grace.pk)
    assert list(Follow.objects.values_list("followed", flat=True)) == [other.pk]


def test_across_a_block_nobody_follows(ada, grace):
    actions.block_member(ada, blocked_id=grace.pk)
    for one, other in ((ada, grace), (grace, ada)):
        with pytest.raises(actions.NotAllowed):
            actions.follow_member(one, followed_id=other.pk)
    assert not Follow.objects.exists()


def follow_while_blocking(ada, grace, monkeypatch):
    """Grace follows Ada; between her check and her write Ada blocks her. Says whether the follow outlived the block."""
    checked, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def pause(one, other):
        found = are_apart(one, other)
        checked.set()
        go_on.wait(30)
        return found

    def follow():
        actions.follow_member(grace, followed_id=ada.pk)
        connections.close_all()

    def block():
        actions.block_member(ada, blocked_id=grace.pk)
        done.set()
        connections.close_all()

    are_apart = circles._are_apart
    monkeypatch.setattr(circles, "_are_apart", pause)
    threads = [threading.Thread(target=follow), threading.Thread(target=block)]
    threads[0].start()
    assert checked.wait(30)
    threads[1].start()
    while not done.is_set() and not somebody_waits():
        pass
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert Block.objects.count() == 1
    return Follow.objects.exists()


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_a_follow_never_outlives_a_block_of_the_same_moment(ada, grace, monkeypatch):
    assert not follow_while_blocking(ada, grace, monkeypatch)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_would(ada, grace, monkeypatch):
    members = {member.pk: member for member in (ada, grace)}
    monkeypatch.setattr(circles, "_lock", lambda *ids: {pk: members[pk] for pk in ids})
    assert follow_while_blocking(ada, grace, monkeypatch)
