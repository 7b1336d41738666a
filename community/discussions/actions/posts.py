"""Writing, editing, deleting, hiding. Locks are taken in one order: members by id, the thread, the post."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from community.discussions import asking, events, telling
from community.discussions.actions.composing import Composed, compose
from community.discussions.actions.reading import follow_own_thread
from community.discussions.actions.writing import (
    check_edit_pace,
    check_pace,
    limits_for,
    lock_members,
    lock_thread,
    lock_writer,
)
from community.discussions.honours import BEST_ANSWER, source_of
from community.discussions.models import Post, PostState, Revision, Thread
from community.discussions.rules import (
    LONGEST_REASON,
    TalkRefused,
    check_edit,
    may_read_thread,
)
from community.discussions.search import forget_post, index_post, index_thread
from community.members.actions.trust import record_activity
from community.members.models import Member
from community.members.trust import FIRST_POST_SECONDS, TrustLevel
from community.moderation.actions.items import hold_content
from community.moderation.audit import record
from community.moderation.rules import may_moderate
from community.pictures.actions import hide_pictures, show_pictures, use_pictures
from community.recognition.actions import reverse_award
from community.text.clean import clean
from community.text.markdown import read
from realtime import clock
from realtime.announce import announce

KIND = "post"  # what moderation, notices and search call a post


@transaction.atomic
def write_post(
    thread: Thread,
    *,
    by: Member,
    text: str,
    reply_to: Post | None = None,
    key: str = "",
    typed_ms: int | None = None,
    is_open: bool = False,
) -> Post:
    """Answer in a thread; a repeat with the same `key` gives what the first one made.

    Refuses (`TalkRefused`) a closed or vanished thread, who may not write, what breaks their limits, and bad text.
    Announces `post.added` and `thread.active`, and tells whom it calls, answers or quotes; nothing while it is held.
    `typed_ms` is how long the writer's page says it took; `is_open` lets be seen what the writer speaks as by consent.
    """
    now = clock.now()
    writer = lock_writer(by, now)
    if key and (known := Post.objects.filter(author=writer, key=key).select_related("thread").first()):
        return known
    limits = limits_for(writer)
    composed = compose(text, author=writer, limits=limits, language=thread.language)
    check_pace(writer, limits, now)
    locked = lock_thread(thread.pk)
    if not may_read_thread(locked, writer, now):
        raise TalkRefused("gone")
    if locked.is_closed and not may_moderate(writer):
        raise TalkRefused("closed")
    if reply_to is not None and (reply_to.thread_id != locked.pk or reply_to.state != PostState.SHOWN):
        reply_to = None
    return add_post(
        locked, composed, writer=writer, now=now, key=key, typed_ms=typed_ms, reply_to=reply_to, is_open=is_open
    )


def add_post(
    thread: Thread,
    composed: Composed,
    *,
    writer: Member,
    now: datetime,
    key: str = "",
    typed_ms: int | None = None,
    reply_to: Post | None = None,
    is_open: bool = False,
) -> Post:
    """Store composed words as the thread's next post, and show it unless somebody is to read it first.

    Inside the caller's transaction, under the thread's lock.
    """
    why = list(composed.why_held)
    if _is_suspiciously_fast(writer, typed_ms):
        why.append("fast")
    post = Post.objects.create(
        thread=thread,
        author=writer,
        source=composed.source,
        html=composed.html,
        reply_to=reply_to,
        at=now,
        state=PostState.HELD,
        pictures=list(composed.pictures),
        key=key,
        is_open=is_open,
    )
    use_pictures(writer, composed.pictures)
    if composed.is_held or why:
        hide_pictures(post.pictures, owner_id=writer.pk)
        hold_content(KIND, str(post.pk), author_id=writer.pk, why=why)
    else:
        _appear(thread, post, composed)
    return post


def _is_suspiciously_fast(writer: Member, typed_ms: int | None) -> bool:
    """A newcomer's first words that took no time at all were not typed."""
    is_fast = typed_ms is not None and typed_ms < FIRST_POST_SECONDS * 1000
    return is_fast and writer.level == TrustLevel.NEWCOMER and not Post.objects.filter(author=writer).exists()


def _appear(thread: Thread, post: Post, composed: Composed | None = None) -> None:
    """Give a post its number and show it to everybody. Under the thread's lock."""
    is_first = thread.shown == 0
    thread.last_number += 1
    thread.shown += 1
    thread.last_at, thread.last_author_id = post.at, post.author_id
    thread.save(update_fields=["last_number", "shown", "last_at", "last_author"])
    post.number, post.state = thread.last_number, PostState.SHOWN
    post.save(update_fields=["number", "state"])
    show_pictures(post.pictures, owner_id=post.author_id)
    if post.author_id:
        follow_own_thread(post.author_id, thread, post.number)
        record_activity(post.author_id, written=1)
    index_post(thread, post)
    if is_first:
        index_thread(thread)
    telling.tell_of_post(thread, post, composed.mentioned if composed else None)
    asking.tell_of_answer(thread, post)
    added = events.thread_added(thread) if is_first else events.thread_active(thread)
    announce(*events.post_added(thread, post), *added)


@transaction.atomic
def edit_post(post: Post, *, by: Member, text: str, reason: str = "", is_open: bool | None = None) -> Post:
    """Change what a post says; what it said before stays readable in its history.

    Refuses (`TalkRefused`) another's post, a deleted one, one older than the editor's trust allows, one edit too soon
    or too many, and bad text; words that the screening would hold hide the post until they are read. Announces
    `post.edited` or `post.hidden`. `is_open`, of the author alone, lets be seen what they speak as; no words, no edit.
    """
    now = clock.now()
    editor = lock_writer(by, now)
    thread, locked = lock_post(post)
    limits = limits_for(editor)
    check_edit(locked, editor, limits.edit_window, now)
    composed = compose(text, author=editor, limits=limits, language=thread.language, carried=locked.pictures)
    if is_open is not None and editor.pk == locked.author_id and is_open != locked.is_open:
        _set_openness(thread, locked, is_open=is_open)
    if composed.source == locked.source:
        return locked
    check_edit_pace(editor, limits, now)
    Revision.objects.create(
        post=locked, source=locked.source, by=editor, at=now, reason=" ".join(clean(reason).split())[:LONGEST_REASON]
    )
    locked.source, locked.html, locked.edited_at = composed.source, composed.html, now
    locked.pictures = list(composed.pictures)
    locked.edits = F("edits") + 1
    locked.save(update_fields=["source", "html", "edited_at", "edits", "pictures"])
    locked.refresh_from_db()
    use_pictures(editor, composed.pictures)
    if locked.state != PostState.SHOWN:
        hide_pictures(_pictures_of(locked), owner_id=locked.author_id)
    if editor.pk != locked.author_id:
        record("post.edited", by=editor, kind=KIND, key=str(locked.pk), reason=reason)
    if composed.is_held and locked.state == PostState.SHOWN:
        hold_content(KIND, str(locked.pk), author_id=editor.pk, why=list(composed.why_held))
        _vanish(thread, locked, PostState.HIDDEN, by=None, now=now)
    elif locked.state == PostState.SHOWN:
        index_post(thread, locked)
        announce(*events.post_edited(thread, locked))
    return locked


def _set_openness(thread: Thread, post: Post, *, is_open: bool) -> None:
    """Under the post's lock: its author lets be seen what they speak as, or takes that back."""
    post.is_open = is_open
    post.save(update_fields=["is_open"])
    if post.state == PostState.SHOWN:
        announce(*events.post_edited(thread, post))


@transaction.atomic
def delete_post(post: Post, *, by: Member) -> None:
    """Take a post out of sight, its place in the thread kept; it can be restored.

    Refuses (`TalkRefused`) another's post. A deleted one stays as it is, and what was hidden before comes back by the
    moderation alone. Announces `post.hidden` if it was shown.
    """
    thread, locked = lock_post(post)
    if by.pk != locked.author_id and not may_moderate(by):
        raise TalkRefused("not_yours")
    if locked.state == PostState.DELETED:
        return
    record("post.deleted", by=by, kind=KIND, key=str(locked.pk))
    was_hidden = locked.state == PostState.HIDDEN
    _vanish(thread, locked, PostState.DELETED, by=None if was_hidden else by, now=clock.now())


@transaction.atomic
def restore_post(post: Post, *, by: Member) -> None:
    """Take a deletion back: one's own by oneself, any by the moderation. Announces `post.edited`.

    Refuses (`TalkRefused`) another's post, and one whose words went with their author.
    """
    thread, locked = lock_post(post)
    if not locked.source:
        raise TalkRefused("gone")
    if locked.state != PostState.DELETED or not (may_moderate(by) or locked.state_by_id == by.pk == locked.author_id):
        raise TalkRefused("not_yours")
    record("post.restored", by=by, kind=KIND, key=str(locked.pk))
    _return(thread, locked)


@transaction.atomic
def hide_post(post: Post, *, by: Member | None = None) -> None:
    """Hide a post from all but its author and the moderation; by nobody when flags did it. Announces `post.hidden`.

    One that its author has deleted meanwhile stays deleted, and is no longer theirs to restore.
    """
    thread, locked = lock_post(post)
    if locked.state in {PostState.SHOWN, PostState.HELD}:
        _vanish(thread, locked, PostState.HIDDEN, by=by, now=clock.now())
    elif locked.state == PostState.DELETED and locked.state_by_id == locked.author_id:
        locked.state_by = by
        locked.save(update_fields=["state_by"])


@transaction.atomic
def show_post(post: Post, *, by: Member | None = None) -> None:
    """Show a post that was held or hidden. Announces `post.added` for its first time, else `post.edited`."""
    lock_members(post.author_id)
    thread, locked = lock_post(post)
    if locked.state not in {PostState.HELD, PostState.HIDDEN}:
        return
    if locked.number is None:
        _appear(thread, locked)
    else:
        _return(thread, locked)


def _vanish(thread: Thread, post: Post, state: PostState, *, by: Member | None, now: datetime) -> None:
    """Under the thread's and the post's locks: a post leaves everybody's sight."""
    was_shown = post.state == PostState.SHOWN
    post.state, post.state_by, post.state_at = state, by, now
    post.save(update_fields=["state", "state_by", "state_at"])
    hide_pictures(_pictures_of(post), owner_id=post.author_id)
    forget_post(post)
    if was_shown:
        thread.shown -= 1
        if thread.best_id == post.pk:
            thread.best = None
            reverse_award(post.author_id, BEST_ANSWER, source_of(post))
        thread.save(update_fields=["shown", "best"])
        index_thread(thread)
        announce(*events.post_hidden(thread, post), *events.thread_active(thread))


def _return(thread: Thread, post: Post) -> None:
    """Under the thread's and the post's locks: a post that had a number is seen again, or held if it had none."""
    post.state_by = post.state_at = None
    post.state = PostState.SHOWN if post.number else PostState.HELD
    post.save(update_fields=["state", "state_by", "state_at"])
    show_pictures(_pictures_of(post), owner_id=post.author_id)
    if post.state == PostState.SHOWN:
        thread.shown += 1
        thread.save(update_fields=["shown"])
        index_post(thread, post)
        index_thread(thread)
        announce(*events.post_edited(thread, post), *events.thread_active(thread))


def _pictures_of(post: Post) -> set[str]:
    """The pictures of a post and of all it said before: as long as its history may be read, they may be seen.

    What was taken out by an edit is public as its words are, and leaves with the post.
    """
    before = post.revisions.values_list("source", flat=True)
    return {*post.pictures, *(token for source in before for token in read(source).pictures)}


def lock_post(post: Post) -> tuple[Thread, Post]:
    """A post's thread and the post, locked in this order. Refuses (`TalkRefused`) a post that is gone."""
    thread = lock_thread(post.thread_id)
    locked = Post.objects.select_for_update(no_key=True).filter(pk=post.pk).first()
    if locked is None:
        raise TalkRefused("gone")
    return thread, locked
