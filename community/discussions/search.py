"""What of the café can be found: threads by their title, posts by their words."""

from collections.abc import Collection, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.discussions.models import Post, PostState, Thread
from community.discussions.queries.people import person_of
from community.discussions.rules import may_read_thread
from community.discussions.subjects import subject_called
from community.search.actions import forget_entries, index_entries
from community.search.kinds import Entry, Kind
from community.text.markdown import read
from realtime import clock

THREAD, POST = "thread", "post"


def index_thread(thread: Thread) -> None:
    """Make a thread findable by its title while it has a post to show."""
    if thread.shown > 0:
        index_entries(_thread_entry(thread))
    else:
        forget_entries(THREAD, [str(thread.pk)])


def index_post(thread: Thread, post: Post) -> None:
    """Make a post findable by what it says."""
    index_entries(_post_entry(thread, post))


def forget_post(post: Post) -> None:
    """Find a post no more."""
    forget_entries(POST, [str(post.pk)])


def _thread_entry(thread: Thread) -> Entry:
    return Entry(
        kind=THREAD,
        key=str(thread.pk),
        language=thread.language,
        audience=_audience(thread),
        title=thread.title,
        body="",
        author_id=thread.author_id,
        place=_place(thread),
        at=thread.started_at,
    )


def _post_entry(thread: Thread, post: Post) -> Entry:
    return Entry(
        kind=POST,
        key=str(post.pk),
        language=thread.language,
        audience=_audience(thread),
        title="",
        body=read(post.source).plain,
        author_id=post.author_id,
        place=_place(thread),
        at=post.at,
    )


def _audience(thread: Thread) -> str:
    """Who may find it at most; what they may read is asked again when it is shown."""
    subject = subject_called(thread.subject) if thread.subject else None
    return subject.audience if subject else "all"


def _place(thread: Thread) -> str:
    """What `in:` finds it by: its table's address, or the name of its subject."""
    return thread.category.slug if thread.category else thread.subject


def _threads() -> Iterator[Entry]:
    for thread in Thread.objects.filter(shown__gt=0).select_related("category").iterator():
        yield _thread_entry(thread)


def _posts() -> Iterator[Entry]:
    rows = Post.objects.shown().select_related("thread__category")
    for post in rows.iterator():
        yield _post_entry(post.thread, post)


def _load_threads(keys: Collection[str], request: HttpRequest) -> dict[str, dict[str, Any]]:
    rows = Thread.objects.filter(pk__in=keys, shown__gt=0).select_related("category__universe", "author")
    now = clock.now()
    return {
        str(row.pk): {
            "url": row.get_absolute_url(),
            "place": row.category.name if row.category else "",
            "author": person_of(row.author),
            "at": row.last_at,
            "posts": row.shown,
        }
        for row in rows
        if may_read_thread(row, request.user, now)
    }


def _load_posts(keys: Collection[str], request: HttpRequest) -> dict[str, dict[str, Any]]:
    rows = Post.objects.filter(pk__in=keys, state=PostState.SHOWN).select_related("thread__category", "author")
    now = clock.now()
    return {
        str(row.pk): {
            "url": row.get_absolute_url(),
            "title": row.thread.title,
            "place": row.thread.category.name if row.thread.category else "",
            "author": person_of(row.author),
            "at": row.at,
            "number": row.number,
        }
        for row in rows
        if may_read_thread(row.thread, request.user, now)
    }


KINDS = (
    Kind(
        name=THREAD, label=_("Sujets"), template="discussions/_found_thread.html", load=_load_threads, entries=_threads
    ),
    Kind(name=POST, label=_("Messages"), template="discussions/_found_post.html", load=_load_posts, entries=_posts),
)
