"""What becomes of one post when its author leaves: a trace that nobody fills again."""

import pytest

from community.discussions.actions.departing import let_author_go, retitle_threads
from community.discussions.actions.posts import restore_post
from community.discussions.models import Post, PostState
from community.discussions.rules import TalkRefused
from community.moderation.models import Item
from community.personal.registry import Leaving
from realtime.models import Event
from tests.factories.discussions import make_post, make_thread
from tests.factories.members import make_member, make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_member(handle="anna", level=1)


def leaving(member, *, takes_words):
    return Leaving(member.pk, (member.handle,), (member.email,), "membre-parti-bcdfg", takes_words=takes_words)


def kinds(thread):
    return list(Event.objects.filter(topic=thread.topic).order_by("seq").values_list("kind", flat=True))


def test_a_trace_has_no_words_and_is_announced_as_a_deletion(author):
    thread = make_thread()
    post = make_post(thread, author=author)
    let_author_go(leaving(author, takes_words=True))
    post.refresh_from_db()
    assert (post.state, post.source, post.html, post.number) == (PostState.DELETED, "", "", 2)
    assert kinds(thread) == ["post.hidden"]


def test_nobody_restores_what_is_gone(author):
    post = make_post(author=author)
    let_author_go(leaving(author, takes_words=True))
    with pytest.raises(TalkRefused):
        restore_post(post, by=make_moderator())
    assert Post.objects.get(pk=post.pk).state == PostState.DELETED


@pytest.mark.parametrize("state", [PostState.HELD, PostState.HIDDEN, PostState.DELETED])
def test_what_nobody_could_read_goes_in_any_case(author, state):
    post = make_post(author=author, state=state)
    let_author_go(leaving(author, takes_words=False))
    assert Post.objects.get(pk=post.pk).source == ""
    assert not Item.objects.open().exists()


def test_what_everybody_read_stays_word_for_word(author):
    post = make_post(author=author, source="Un **spiral** plat.")
    before = (post.source, post.html, post.number, post.at)
    let_author_go(leaving(author, takes_words=False))
    post.refresh_from_db()
    assert (post.source, post.html, post.number, post.at) == before


def test_a_title_goes_with_the_words_and_only_then(author):
    thread = make_thread(author=author, title="Mon spiral", slug="mon-spiral", language="de")
    retitle_threads(leaving(author, takes_words=False))
    thread.refresh_from_db()
    assert thread.title == "Mon spiral"
    retitle_threads(leaving(author, takes_words=True))
    thread.refresh_from_db()
    assert "spiral" not in f"{thread.title} {thread.slug}".lower()


@pytest.mark.parametrize("takes_words", [False, True])
def test_twice_is_once(author, takes_words):
    thread = make_thread(author=author)
    make_post(thread, source="Bonjour @anna")
    seen = []
    for _ in range(2):
        let_author_go(leaving(author, takes_words=takes_words))
        retitle_threads(leaving(author, takes_words=takes_words))
        seen.append((list(Post.objects.order_by("pk").values()), kinds(thread)))
    assert seen[0] == seen[1]
