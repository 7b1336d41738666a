"""Opening, moving and closing threads."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from community.discussions import events
from community.discussions.actions.composing import clean_title, compose
from community.discussions.actions.posts import add_post
from community.discussions.actions.writing import (
    RENAMED,
    check_pace,
    check_rename_pace,
    check_thread_pace,
    language_of,
    limits_for,
    lock_writer,
    slug_of,
)
from community.discussions.models import Category, Post, Thread
from community.discussions.rules import TalkRefused, kind_at, may_start_thread
from community.discussions.search import index_thread
from community.discussions.subjects import subject_of
from community.members.models import Member
from community.moderation.audit import record
from community.moderation.rules import may_moderate
from community.moderation.screening import Outcome, screen
from community.text.markdown import read
from realtime import clock
from realtime.announce import announce


@transaction.atomic
def start_thread(
    category: Category,
    *,
    by: Member,
    title: str,
    text: str,
    kind: str = Thread.Kind.TALK,
    language: str = "fr",
    key: str = "",
    typed_ms: int | None = None,
) -> Post:
    """Open a thread at a table with its first post; a repeat with the same `key` gives what the first one made.

    It is of the `kind` wanted where its table lets one choose.
    Refuses (`TalkRefused`) what a post refuses, a bad title, too many threads, a table where the house speaks first.
    Announces `thread.added`, `post.added`; nothing while the post is held for review.
    """
    if not may_start_thread(category, is_staff=by.is_staff):
        raise TalkRefused("news_only")
    place = {"category": category, "kind": kind_at(category, kind)}
    return open_thread(place, by=by, title=title, text=text, language=language, key=key, typed_ms=typed_ms)


def open_thread(
    place: Mapping[str, Any], *, by: Member, title: str, text: str, language: str, key: str, typed_ms: int | None
) -> Post:
    """Make a thread with its first post where `place`, its fields, says it stands. Inside the caller's transaction.

    Refuses (`TalkRefused`) what a post refuses, a bad title, too many threads.
    """
    now = clock.now()
    writer = lock_writer(by, now)
    if key and (known := Post.objects.filter(author=writer, key=key).select_related("thread").first()):
        return known
    title, limits = clean_title(title), limits_for(writer)
    composed = compose(text, author=writer, limits=limits, language=language_of(language), title=title)
    check_thread_pace(writer, limits, now)
    check_pace(writer, limits, now)
    thread = Thread.objects.create(
        **place,
        title=title,
        slug=slug_of(title),
        language=language_of(language),
        author=writer,
        started_at=now,
        last_at=now,
    )
    return add_post(thread, composed, writer=writer, now=now, key=key, typed_ms=typed_ms)


def thread_under(thing: Any) -> Thread:
    """The thread under a thing of a registered subject, made when it is first needed; two at once make one."""
    subject = subject_of(thing)
    title = subject.title(thing)[: Thread._meta.get_field("title").max_length]  # noqa: SLF001 -- Django's documented name
    return Thread.objects.get_or_create(
        subject=subject.name,
        subject_id=thing.pk,
        kind=Thread.Kind.TALK,
        defaults={"title": title, "slug": slug_of(title)},
    )[0]


@transaction.atomic
def close_thread(thread: Thread, *, by: Member, reason: str = "") -> None:
    """End a conversation: it can be read, not answered. A closed one stays as it is. Announces `thread.active`."""
    _set(thread, by=by, verb="thread.closed", reason=reason, closed_at=Now(), closed_by=by, unless="closed_at")


@transaction.atomic
def end_thread(thread: Thread, *, by: Member) -> None:
    """End the talk under a thing, for the part that owns it and has asked who may. A closed one stays as it is."""
    if not thread.is_closed:
        _write(thread, {"closed_at": Now(), "closed_by": by})
        record("thread.closed", by=by, kind="thread", key=str(thread.pk))


@transaction.atomic
def reopen_thread(thread: Thread, *, by: Member) -> None:
    """Take a closing back. Announces `thread.active`."""
    _set(thread, by=by, verb="thread.reopened", closed_at=None, closed_by=None)


@transaction.atomic
def pin_thread(thread: Thread, *, by: Member) -> None:
    """Keep a thread at the head of its table. Announces `thread.active`."""
    _set(thread, by=by, verb="thread.pinned", pinned_at=Now(), unless="pinned_at")


@transaction.atomic
def unpin_thread(thread: Thread, *, by: Member) -> None:
    """Let a thread sink again. Announces `thread.active`."""
    _set(thread, by=by, verb="thread.unpinned", pinned_at=None)


@transaction.atomic
def move_thread(thread: Thread, category: Category, *, by: Member) -> None:
    """Carry a thread of the café to another table, where it is what that table is for. Announces `thread.active`."""
    if thread.subject:
        raise TalkRefused("gone")
    kind = kind_at(category, thread.kind)
    _set(thread, by=by, verb="thread.moved", reason=category.slug, category=category, kind=kind)
    index_thread(thread)


@transaction.atomic
def rename_thread(thread: Thread, title: str, *, by: Member) -> None:
    """Give a thread a better title; its address follows, the old one leads there.

    For its author and the moderation. Refuses a bad title, one that the screening would have somebody read first, one
    too soon or too many, and who may not write. The same title is none. Announces `thread.active`.
    """
    now = clock.now()
    writer = lock_writer(by, now)
    title = clean_title(title)
    if by.pk != thread.author_id and not may_moderate(by):
        raise TalkRefused("not_yours")
    verdict = screen(writer, read(title), title)
    if verdict.outcome != Outcome.PASS:
        raise TalkRefused("refused", " ".join(verdict.sentences))
    if title == thread.title:
        return
    check_rename_pace(writer, limits_for(writer), now)
    _write(thread, {"title": title, "slug": slug_of(title)})
    record(RENAMED, by=by, kind="thread", key=str(thread.pk), reason=thread.title)
    index_thread(thread)


def _set(thread: Thread, *, by: Member, verb: str, reason: str = "", unless: str = "", **fields: Any) -> None:
    """One act of the moderation on a thread, with its trace."""
    if not may_moderate(by):
        raise TalkRefused("not_yours")
    if unless and getattr(Thread.objects.select_for_update(no_key=True).get(pk=thread.pk), unless):
        return
    _write(thread, fields)
    record(verb, by=by, kind="thread", key=str(thread.pk), reason=reason)


def _write(thread: Thread, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(thread, name, value)
    thread.save(update_fields=list(fields))
    thread.refresh_from_db()
    announce(*events.thread_active(thread))
