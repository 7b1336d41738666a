"""Who may listen to what, and that a page's old state and an event make the new state."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.discussions.actions.posts import delete_post, edit_post, hide_post, show_post, write_post
from community.discussions.actions.reactions import add_reaction, mark_best
from community.discussions.actions.threads import close_thread, start_thread
from community.discussions.live import CafeTopic, ThreadTopic
from community.discussions.models import Category, Post, PostState, ReactionName, Thread
from community.discussions.queries.posts import one_post, thread_page
from community.discussions.queries.threads import cafe_threads
from realtime import clock
from realtime.clock import to_ms
from realtime.models import Event
from realtime.topics import Viewer, find
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.drops import make_drop
from tests.factories.members import make_member
from tests.factories.moderators import make_moderator

pytestmark = pytest.mark.django_db


class TestWhoMayListen:
    def test_the_topics_are_known(self):
        assert isinstance(find("cafe")[0], CafeTopic)
        assert isinstance(find("thread:7")[0], ThreadTopic)

    def test_everybody_hears_the_cafe(self):
        assert CafeTopic().name_for(Viewer(), "") == "cafe"
        assert CafeTopic().may_listen(Viewer(), "") is None

    def test_everybody_hears_a_thread_of_the_cafe(self):
        thread = make_thread()
        assert ThreadTopic().may_listen(Viewer(), str(thread.pk)) is None
        assert ThreadTopic().name_for(Viewer(), str(thread.pk)) == thread.topic

    @pytest.mark.parametrize("key", ["0", "007", "x", "7_0", "٧", "1" * 19, "999999", "-1"])
    def test_what_is_no_thread_is_unknown(self, key):
        assert ThreadTopic().may_listen(Viewer(), key) == "unknown_topic"

    def test_a_drops_thread_is_the_members(self):
        drop = make_drop()
        thread = Thread.objects.create(subject="drop", subject_id=drop.pk, title="Une montre", slug="une-montre")
        assert ThreadTopic().may_listen(Viewer(), str(thread.pk)) == "unknown_topic"
        assert ThreadTopic().may_listen(Viewer(make_member()), str(thread.pk)) is None

    def test_a_thread_that_waits_is_its_authors(self):
        thread = make_thread(posts=0)
        make_post(thread, state=PostState.HELD)
        answers = [ThreadTopic().may_listen(Viewer(member), str(thread.pk)) for member in (None, thread.author)]
        assert answers == ["unknown_topic", None]


def shown(thread):
    """What a page keeps of a thread: each post's state, and how many there are."""
    page = thread_page(Thread.objects.get(pk=thread.pk), AnonymousUser(), clock.now())
    return {"posts": page.thread.posts, "numbers": {post.number: post for post in page.posts}}


def apply(state, thread, step):
    """What a page does with a step: it looks again at the one post, or takes the counters."""
    number = step.data["number"]
    numbers = dict(state["numbers"])
    if step.kind == "reaction.changed":
        lines = {line.name: line for line in numbers[number].reactions}
        counted = {name: step.data["reactions"].get(name, 0) for name in lines}
        assert counted == {line.name: line.count for line in one_of(step.data["id"]).reactions}
        return {"posts": state["posts"], "numbers": numbers | {number: one_of(step.data["id"])}}
    return {"posts": step.data["posts"], "numbers": numbers | {number: one_of(step.data["id"])}}


def one_of(pk):
    return one_post(Post.objects.select_related("thread").get(pk=pk), AnonymousUser(), clock.now())


ACTS = {
    "post.added": lambda thread, _post: write_post(thread, by=make_member(level=1), text="Encore un."),
    "post.edited": lambda _thread, post: edit_post(post, by=make_moderator(), text="Autrement dit."),
    "post.hidden": lambda _thread, post: hide_post(post),
    "reaction.changed": lambda _thread, post: add_reaction(post, ReactionName.LEARNT, by=make_member()),
}


@pytest.mark.parametrize("kind", ACTS)
def test_an_old_page_and_a_step_are_a_new_page(kind):
    thread = make_thread(posts=2)
    old = shown(thread)
    ACTS[kind](thread, thread.posts.get(number=2))
    step = Event.objects.get(topic=thread.topic)
    assert step.kind == kind
    assert apply(old, thread, step) == shown(thread)


@pytest.mark.parametrize(
    "again",
    [
        lambda post: (hide_post(post), show_post(post)),
        lambda post: delete_post(post, by=post.author),
        lambda post: mark_best(post, by=post.thread.author),
    ],
)
def test_so_are_all_steps_of_a_story(again):
    thread = make_thread(posts=2, category=make_table(kind=Category.Kind.QUESTIONS))
    state = shown(thread)
    again(thread.posts.get(number=2))
    for step in Event.objects.filter(topic=thread.topic).order_by("seq"):
        state = apply(state, thread, step)
    assert state == shown(thread)


def test_the_cafes_steps_say_what_its_list_says():
    table = make_table()
    post = start_thread(table, by=make_member(level=1), title="Un nouveau sujet", text="Voilà.")
    added = Event.objects.get(topic="cafe", kind="thread.added")
    assert added.data == {"id": post.thread_id, "category": table.pk}
    write_post(post.thread, by=make_member(level=1), text="Une réponse.")
    close_thread(Thread.objects.get(pk=post.thread_id), by=make_moderator())
    (line,) = cafe_threads(AnonymousUser(), clock.now()).lines
    for active in Event.objects.filter(topic="cafe", kind="thread.active"):
        assert active.data == {
            "id": line.pk,
            "category": table.pk,
            "posts": line.posts,
            "last_at": to_ms(line.last_at),
        }
