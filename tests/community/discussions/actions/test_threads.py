from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community.discussions.actions.posts import write_post
from community.discussions.actions.threads import (
    close_thread,
    end_thread,
    move_thread,
    pin_thread,
    rename_thread,
    reopen_thread,
    start_thread,
    thread_under,
    unpin_thread,
)
from community.discussions.models import Category, Post, PostState, Thread
from community.members.models import Follow
from community.members.trust import FIRST_POST_SECONDS, TrustLevel, limits_of
from community.moderation.actions.house import change_settings
from community.moderation.models import AuditEntry, Item
from community.notices.models import Notice
from community.search.models import IndexEntry
from realtime import clock
from tests.community.discussions.actions.test_posts import in_threads, kinds, refusal_of
from tests.community.discussions.conftest import check_counts, standstill
from tests.factories.discussions import make_table, make_thread, new_key
from tests.factories.drops import make_drop
from tests.factories.members import make_member
from tests.factories.moderators import make_moderator
from tests.jobs import work_off

pytestmark = pytest.mark.django_db
WORDS = {"title": "Une question de lug", "text": "Combien de millimètres chez toi ?"}


@pytest.fixture
def member():
    return make_member(level=TrustLevel.MEMBER)


@pytest.fixture
def table():
    return make_table()


@contextmanager
def at(**later):
    """So much later: the log of the moderation cannot be written back."""
    moment = clock.now() + timedelta(**later)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("realtime.clock.now", lambda: moment)
        yield


class TestStarting:
    def test_a_thread_begins_with_its_first_post(self, table, member):
        post = start_thread(table, by=member, language="fr", **WORDS)
        thread = post.thread
        assert (post.number, thread.title, thread.slug) == (1, "Une question de lug", "une-question-de-lug")
        check_counts(thread)
        assert (kinds("cafe"), kinds(thread.topic)) == (["thread.added"], ["post.added"])

    def test_who_follows_its_author_is_told(self, table, member):
        follower = make_member()
        Follow.objects.create(member=follower, followed=member)
        post = start_thread(table, by=member, **WORDS)
        write_post(post.thread, by=make_member(level=1), text="Une réponse d’ailleurs.")
        work_off()
        assert list(Notice.objects.values_list("member", "kind")) == [(follower.pk, "started")]

    def test_it_can_be_found(self, table, member):
        post = start_thread(table, by=member, **WORDS)
        found = set(IndexEntry.objects.values_list("kind", "key"))
        assert found == {("thread", str(post.thread_id)), ("post", str(post.pk))}

    @pytest.mark.parametrize(
        "title",
        ["", "    ", "abcd", "ab\n\n\n\ncd"[:4], "x" * 121, "un\x00deux trois", "\u202eécrit à l’envers\u202e" * 20],
    )
    def test_a_bad_title_is_refused(self, table, member, title):
        assert refusal_of(start_thread, table, by=member, title=title, text="Voilà.")

    @pytest.mark.parametrize("title", ["abcde", "x" * 120])
    def test_titles_at_the_edge_are_taken(self, table, member, title):
        assert start_thread(table, by=member, title=title, text="Voilà.").thread.title == title

    def test_a_title_stands_on_one_line(self, table, member):
        post = start_thread(table, by=member, title="  Deux\nlignes  ", text="Voilà.")
        assert post.thread.title == "Deux lignes"

    def test_a_title_without_latin_letters_has_an_address(self, table, member):
        assert start_thread(table, by=member, title="時計について", text="Voilà.").thread.slug == "sujet"

    def test_the_same_key_is_the_same_thread(self, table, member):
        key = new_key()
        first = start_thread(table, by=member, key=key, **WORDS)
        with standstill():
            assert start_thread(table, by=member, key=key, **WORDS) == first

    def test_news_are_the_houses(self, member):
        news = make_table(kind=Category.Kind.NEWS)
        assert refusal_of(start_thread, news, by=member, **WORDS) == "news_only"
        assert start_thread(news, by=make_member(is_staff=True), **WORDS)

    def test_a_newcomer_waits_between_two(self, table):
        newcomer, pause = make_member(), limits_of(TrustLevel.NEWCOMER).seconds_between_threads
        start_thread(table, by=newcomer, **WORDS)
        _age(newcomer, timedelta(seconds=pause - 3))
        assert refusal_of(start_thread, table, by=newcomer, **WORDS) == "too_soon"
        _age(newcomer, timedelta(seconds=4))
        assert start_thread(table, by=newcomer, **WORDS)

    def test_a_newcomers_day_has_so_many(self, table):
        newcomer, most = make_member(), limits_of(TrustLevel.NEWCOMER).threads_a_day
        for _ in range(most):
            start_thread(table, by=newcomer, **WORDS)
            _age(newcomer, timedelta(hours=1))
        assert refusal_of(start_thread, table, by=newcomer, **WORDS) == "threads_a_day"


def _age(member, by):
    """What this member wrote was written earlier."""
    for post in Post.objects.filter(author=member):
        Post.objects.filter(pk=post.pk).update(at=post.at - by)
    for thread in Thread.objects.filter(author=member):
        Thread.objects.filter(pk=thread.pk).update(started_at=thread.started_at - by)


class TestReadFirst:
    """What somebody of the moderation reads before everybody does."""

    def test_newcomers_when_the_house_wants_that(self, table):
        change_settings(by=make_moderator(), premoderates_newcomers=True, hide_threshold=6)
        post = start_thread(table, by=make_member(), **WORDS)
        assert (post.state, post.number) == (PostState.HELD, None)
        assert post.thread.shown == 0
        assert Item.objects.filter(kind="post", key=str(post.pk)).exists()
        assert (kinds("cafe"), IndexEntry.objects.count()) == ([], 0)

    def test_a_first_post_that_took_no_time(self, table):
        edge = FIRST_POST_SECONDS * 1000
        quick = start_thread(table, by=make_member(), typed_ms=edge - 1, **WORDS)
        slow = start_thread(table, by=make_member(), typed_ms=edge, **WORDS)
        assert (quick.state, slow.state) == (PostState.HELD, PostState.SHOWN)


class TestOrder:
    @pytest.fixture
    def thread(self):
        return make_thread()

    def test_closed_and_open_again(self, thread):
        moderator = make_moderator()
        close_thread(thread, by=moderator, reason="tout est dit")
        assert thread.is_closed
        with standstill():
            close_thread(thread, by=moderator)
        reopen_thread(thread, by=moderator)
        assert not thread.is_closed
        verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
        assert verbs == ["thread.closed", "thread.reopened"]

    def test_pinned_and_let_go(self, thread):
        moderator = make_moderator()
        pin_thread(thread, by=moderator)
        assert thread.is_pinned
        unpin_thread(thread, by=moderator)
        assert not thread.is_pinned

    def test_carried_to_another_table(self, thread):
        table = make_table()
        move_thread(thread, table, by=make_moderator())
        thread.refresh_from_db()
        assert thread.category == table

    def test_its_author_gives_it_a_better_title(self, thread):
        rename_thread(thread, "Un bien meilleur titre", by=thread.author)
        thread.refresh_from_db()
        assert (thread.title, thread.slug) == ("Un bien meilleur titre", "un-bien-meilleur-titre")

    def test_a_newcomer_waits_between_two_titles(self):
        newcomer, pause = make_member(), limits_of(TrustLevel.NEWCOMER).seconds_between_threads
        thread = make_thread(author=newcomer)
        rename_thread(thread, "Un premier essai", by=newcomer)
        with standstill():
            rename_thread(thread, "Un premier essai", by=newcomer)  # the same is none
        with at(seconds=pause - 3):
            assert refusal_of(rename_thread, thread, "Un second essai", by=newcomer) == "too_soon"
        with at(seconds=pause + 1):
            rename_thread(thread, "Un second essai", by=newcomer)

    def test_a_newcomers_day_has_so_many_titles(self):
        newcomer, most = make_member(), limits_of(TrustLevel.NEWCOMER).threads_a_day
        thread = make_thread(author=newcomer)
        for number in range(most):
            with at(hours=number):
                rename_thread(thread, f"Le titre numéro {number}", by=newcomer)
        with at(hours=20):
            assert refusal_of(rename_thread, thread, "Le titre de trop", by=newcomer) == "renames_a_day"

    @pytest.mark.parametrize("verb", [close_thread, reopen_thread, pin_thread, unpin_thread])
    def test_others_may_not(self, thread, member, verb):
        assert refusal_of(verb, thread, by=member) == "not_yours"

    def test_others_may_not_rename_or_move(self, thread, member):
        assert refusal_of(rename_thread, thread, "Mon titre à moi", by=member) == "not_yours"
        assert refusal_of(move_thread, thread, make_table(), by=member) == "not_yours"


class TestUnderSubjects:
    def test_a_thing_has_one_thread(self):
        drop = make_drop()
        thread = thread_under(drop)
        assert (thread.subject, thread.subject_id, thread.title) == ("drop", drop.pk, drop.watch.name)
        assert thread_under(drop) == thread

    def test_what_nobody_registered_has_none(self, member):
        with pytest.raises(LookupError):
            thread_under(member)

    def test_a_thread_stands_in_one_place(self, table):
        with pytest.raises(IntegrityError), transaction.atomic():
            Thread.objects.create(title="Deux places", slug="x", category=table, subject="drop", subject_id=1)

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once_make_one(self):
        drop = make_drop()
        in_threads(5, lambda _: thread_under(drop))
        assert Thread.objects.filter(subject="drop", subject_id=drop.pk).count() == 1


def test_time_is_the_databases(table, member):
    before = clock.now()
    post = start_thread(table, by=member, **WORDS)
    assert before <= post.at <= clock.now()


def test_the_house_ends_a_talk_once(member):
    thread, staff = make_thread(), make_member(is_staff=True)
    end_thread(thread, by=staff)
    closed_at = Thread.objects.get(pk=thread.pk).closed_at
    with standstill():
        end_thread(Thread.objects.get(pk=thread.pk), by=staff)
    assert closed_at is not None
    assert refusal_of(write_post, thread, by=member, text="Trop tard.") == "closed"
    assert AuditEntry.objects.get(verb="thread.closed").by == staff
