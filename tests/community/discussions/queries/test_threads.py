from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from community.discussions.actions.reading import mark_read, set_category_stance, set_stance
from community.discussions.models import PostState, Stance, Thread
from community.discussions.queries.threads import PAGE, cafe_threads, categories, read_cursor
from realtime import clock
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def titles(viewer, **fields):
    found = cafe_threads(viewer, clock.now(), **fields)
    return [line.title for line in (*found.pinned, *found.lines)]


@pytest.mark.parametrize(("viewer", "queries"), [(AnonymousUser, 1), (make_member, 1)])
def test_its_queries_do_not_grow(viewer, queries, django_assert_num_queries):
    viewer = viewer()
    for count in (1, 3):
        for _ in range(count - Thread.objects.count()):
            make_thread(category=make_table())
        with django_assert_num_queries(queries):
            assert len(titles(viewer)) == count
        with django_assert_num_queries(2):
            categories(viewer) if viewer.is_authenticated else (categories(viewer), categories(viewer))


def test_the_newest_talk_comes_first_and_pages_do_not_overlap():
    now, table = clock.now(), make_table()
    threads = [make_thread(posts=0, category=table) for _ in range(PAGE + 2)]
    for age, thread in enumerate(threads):
        make_post(thread, at=now - timedelta(minutes=age // 2))  # pairs share a moment
    first = cafe_threads(AnonymousUser(), now)
    second = cafe_threads(AnonymousUser(), now, after=first.cursor)
    seen = [line.pk for line in (*first.lines, *second.lines)]
    assert (len(first.lines), len(second.lines), second.cursor) == (PAGE, 2, "")
    assert sorted(seen) == sorted(thread.pk for thread in threads)
    assert [line.last_at for line in first.lines] == sorted((line.last_at for line in first.lines), reverse=True)


@pytest.mark.parametrize("text", ["", "x", "1", "1.", ".1", "1.x", "9" * 39, "9" * 20 + ".1", "١.١", "-1.1"])
def test_a_bad_cursor_is_the_beginning(text):
    make_thread()
    assert read_cursor(text) is None or len(text) < 40
    assert len(titles(AnonymousUser(), after=text)) in {0, 1}


def test_pinned_threads_head_their_table_only():
    table = make_table()
    make_thread(title="Ancien", category=table, pinned_at=clock.now())
    make_thread(title="Nouveau", category=table)
    assert titles(AnonymousUser(), category=table.slug) == ["Ancien", "Nouveau"]
    assert titles(AnonymousUser()) == ["Nouveau", "Ancien"]


def test_filters():
    french = make_thread(title="Bonjour", category=make_table(slug="une"))
    make_thread(title="Grüezi", language="de", category=make_table(slug="deux"))
    assert titles(AnonymousUser(), language="de") == ["Grüezi"]
    assert titles(AnonymousUser(), category="une") == ["Bonjour"]
    assert set(titles(AnonymousUser(), universe=french.category.universe.slug)) == {"Bonjour", "Grüezi"}
    assert titles(AnonymousUser(), universe="qwine") == []


def test_a_thread_without_a_post_to_show_is_not_listed():
    thread = make_thread(posts=0)
    make_post(thread, state=PostState.HELD)
    assert titles(AnonymousUser()) == titles(thread.author) == []


class TestOnesOwn:
    def test_what_is_unread_is_counted(self):
        member, thread = make_member(), make_thread(posts=3)
        assert (line := cafe_threads(member, clock.now()).lines[0]).unread is None
        assert line.is_new
        mark_read(thread.pk, 1, by=member)
        assert cafe_threads(member, clock.now()).lines[0].unread == 2
        assert titles(member, view="non-lus") == [thread.title]
        mark_read(thread.pk, 3, by=member)
        assert titles(member, view="non-lus") == []

    def test_what_is_new_to_one(self):
        member, thread = make_member(), make_thread()
        assert titles(member, view="nouveaux") == [thread.title]
        mark_read(thread.pk, 1, by=member)
        assert titles(member, view="nouveaux") == []

    def test_what_one_follows(self):
        member, thread = make_member(), make_thread()
        make_thread()
        set_stance(thread, Stance.TRACKING, by=member)
        assert titles(member, view="suivis") == [thread.title]

    def test_what_one_muted_is_left_out(self):
        member, thread = make_member(), make_thread(category=make_table())
        quiet = make_thread(category=make_table())
        set_stance(thread, Stance.MUTED, by=member)
        set_category_stance(quiet.category, Stance.MUTED, by=member)
        assert titles(member) == []
        set_stance(quiet, Stance.TRACKING, by=member)
        assert titles(member) == [quiet.title]
        assert len(titles(make_member())) == 2
