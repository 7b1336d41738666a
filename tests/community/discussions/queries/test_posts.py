from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from community.discussions.actions.reactions import add_reaction
from community.discussions.actions.reading import mark_read, set_category_stance
from community.discussions.models import PostState, ReactionName, Stance
from community.discussions.queries.posts import (
    PAGE,
    first_at,
    first_unread,
    one_post,
    posts_after,
    steps_through,
    thread_page,
)
from community.members.models import Block
from realtime import clock
from tests.factories.discussions import make_post, make_thread
from tests.factories.members import make_member
from tests.factories.moderators import make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


def page_of(thread, viewer, **fields):
    return thread_page(
        type(thread).objects.select_related("category__universe", "author", "best").get(pk=thread.pk),
        viewer,
        clock.now(),
        **fields,
    )


@pytest.mark.parametrize(("viewer", "queries"), [(AnonymousUser, 1), (make_member, 6)])
def test_its_queries_do_not_grow(viewer, queries, django_assert_num_queries):
    viewer = viewer()
    for count in (1, 3):
        thread = make_thread(posts=count)
        for post in thread.posts.all():
            add_reaction(post, ReactionName.THANKS, by=make_member())
        with django_assert_num_queries(queries + 1):  # and the thread itself
            page = page_of(thread, viewer)
        assert len(page.posts) == count


class TestPages:
    def test_a_page_ends_at_its_length(self):
        thread = make_thread(posts=PAGE + 1)
        first = page_of(thread, AnonymousUser())
        assert ([post.number for post in first.posts], first.before, first.after) == (
            [*range(1, PAGE + 1)],
            None,
            PAGE + 1,
        )
        second = page_of(thread, AnonymousUser(), start=PAGE + 1)
        assert ([post.number for post in second.posts], second.before, second.after) == ([PAGE + 1], 1, None)

    def test_a_full_page_is_the_last(self):
        assert page_of(make_thread(posts=PAGE), AnonymousUser()).after is None

    def test_beyond_the_end_is_the_last_page(self):
        thread = make_thread(posts=PAGE + 1)
        assert [post.number for post in page_of(thread, AnonymousUser(), start=10**9).posts] == [PAGE + 1]

    @pytest.mark.parametrize(
        ("last", "steps"),
        [(0, ((1, 1),)), (50, ((1, 1),)), (51, ((1, 1), (2, 51))), (150, ((1, 1), (2, 51), (3, 101)))],
    )
    def test_steps_through_it(self, last, steps):
        assert steps_through(last) == steps

    def test_a_long_thread_has_twelve_steps(self):
        steps = steps_through(100_000)
        assert len(steps) == 12
        assert (steps[0], steps[-1]) == ((1, 1), (2000, 99_951))


class TestWhatIsSeen:
    @pytest.mark.parametrize("state", [PostState.HIDDEN, PostState.DELETED])
    def test_words_out_of_sight_are_not_on_the_page(self, member, state):
        post = make_post(source="Mot de passe.", state=state)
        assert one_post(post, member, clock.now()).html == ""
        assert "Mot de passe" in one_post(post, make_moderator(), clock.now()).html

    def test_ones_own_hidden_words_can_be_read(self, member):
        post = make_post(author=member, source="Ma faute.", state=PostState.HIDDEN)
        assert "Ma faute" in one_post(post, member, clock.now()).html

    def test_what_waits_is_its_authors(self, member):
        thread = make_thread()
        make_post(thread, author=member, state=PostState.HELD)
        assert [len(page_of(thread, viewer).waiting) for viewer in (AnonymousUser(), make_member(), member)] == [
            0,
            0,
            1,
        ]
        assert [post.number for post in page_of(thread, member).posts] == [1]

    def test_who_is_blocked_is_folded(self, member):
        post = make_post()
        Block.objects.create(member=member, blocked=post.author)
        assert one_post(post, member, clock.now()).is_folded
        assert not one_post(post, make_member(), clock.now()).is_folded

    def test_ones_own_reaction_is_pressed(self, member):
        post = make_post()
        add_reaction(post, ReactionName.SMILE, by=member)
        pressed = {line.name: (line.count, line.is_mine) for line in one_post(post, member, clock.now()).reactions}
        assert pressed["sourire"] == (1, True)
        assert pressed["merci"] == (0, False)


class TestPlaces:
    def test_where_one_left_off(self, member):
        thread = make_thread(posts=3)
        mark_read(thread.pk, 2, by=member)
        assert [first_unread(thread, viewer) for viewer in (AnonymousUser(), make_member(), member)] == [1, 1, 3]
        page = page_of(thread, member)
        assert (page.first_new, [post.is_new for post in page.posts]) == (3, [False, False, True])

    def test_a_day_in_a_thread(self):
        now = clock.now()
        thread = make_thread(posts=0)
        for days in (3, 2, 1):
            make_post(thread, at=now - timedelta(days=days))
        moments = (now - timedelta(days=9), now - timedelta(days=2, hours=1), now)
        assert [first_at(thread, moment) for moment in moments] == [1, 2, 3]

    def test_what_came_after(self, member):
        thread = make_thread(posts=3)
        assert [post.number for post in posts_after(thread, member, clock.now(), 1)] == [2, 3]

    def test_a_thread_follows_its_table_until_one_chooses(self, member):
        thread = make_thread()
        set_category_stance(thread.category, Stance.WATCHING, by=member)
        assert page_of(thread, member).thread.stance == Stance.WATCHING
