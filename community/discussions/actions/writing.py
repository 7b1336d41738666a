"""What every written word passes first: the writer's row is locked, so that twenty tabs share one set of limits."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.text import slugify

from community.discussions.models import Post, Revision, Thread
from community.discussions.rules import TalkRefused
from community.members.models import Member
from community.members.rules import is_confirmed
from community.members.trust import Limits, limits_of
from community.moderation.models import AuditEntry
from community.moderation.queries import writing_refusal

DAY = timedelta(days=1)
LONGEST_SLUG = 80
RENAMED = "thread.renamed"  # what the log calls a new title


def lock_writer(by: Member, now: datetime) -> Member:
    """The writer's row, locked until the commit.

    Refuses (`TalkRefused`) who is not confirmed, and whom the moderation has silenced or suspended.
    """
    writer = Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not is_confirmed(writer):
        raise TalkRefused("email_unconfirmed")
    if refusal := writing_refusal(writer, now):
        raise TalkRefused("silenced", refusal)
    return writer


def lock_members(*ids: int | None) -> None:
    """The rows of members whose level an act may move, in the order of their ids; before any thread or post.

    Who edits holds their own row and waits for the post: an act that held the post first would wait for the row.
    """
    rows = Member.objects.select_for_update(no_key=True).filter(pk__in=[pk for pk in ids if pk is not None])
    list(rows.order_by("pk").values_list("pk", flat=True))


def lock_thread(pk: int) -> Thread:
    """A thread's row, locked until the commit: its posts are numbered one after the other.

    Refuses (`TalkRefused`) one that is gone.
    """
    thread = Thread.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if thread is None:
        raise TalkRefused("gone")
    return thread


def limits_for(writer: Member) -> Limits:
    """What this writer may do, by their trust level."""
    return limits_of(writer.level, is_staff=writer.is_staff)


def check_pace(writer: Member, limits: Limits, now: datetime) -> None:
    """Refuse (`TalkRefused`) one post more than the limits allow. Under the writer's lock."""
    posts = Post.objects.filter(author=writer)
    if limits.seconds_between_posts:
        _wait(posts.order_by("-at").values_list("at", flat=True).first(), limits.seconds_between_posts, now)
    if limits.posts_a_day is not None and posts.filter(at__gt=now - DAY).count() >= limits.posts_a_day:
        raise TalkRefused("posts_a_day", limit=limits.posts_a_day)


def check_edit_pace(editor: Member, limits: Limits, now: datetime) -> None:
    """Refuse (`TalkRefused`) one edit more than there may be posts. Under the editor's lock."""
    edits = Revision.objects.filter(by=editor)
    if limits.seconds_between_posts:
        _wait(edits.order_by("-at").values_list("at", flat=True).first(), limits.seconds_between_posts, now)
    if limits.posts_a_day is not None and edits.filter(at__gt=now - DAY).count() >= limits.posts_a_day:
        raise TalkRefused("edits_a_day", limit=limits.posts_a_day)


def check_rename_pace(editor: Member, limits: Limits, now: datetime) -> None:
    """Refuse (`TalkRefused`) one new title more than there may be threads. Under the editor's lock."""
    renames = AuditEntry.objects.filter(by=editor, verb=RENAMED)
    if limits.seconds_between_threads:
        latest = renames.order_by("-pk").values_list("at", flat=True).first()
        _wait(latest, limits.seconds_between_threads, now)
    if limits.threads_a_day is not None and renames.filter(at__gt=now - DAY).count() >= limits.threads_a_day:
        raise TalkRefused("renames_a_day", limit=limits.threads_a_day)


def check_thread_pace(writer: Member, limits: Limits, now: datetime) -> None:
    """Refuse (`TalkRefused`) one thread more than the limits allow. Under the writer's lock."""
    threads = Thread.objects.filter(author=writer, subject="")
    if limits.seconds_between_threads:
        latest = threads.order_by("-started_at").values_list("started_at", flat=True).first()
        _wait(latest, limits.seconds_between_threads, now)
    if limits.threads_a_day is not None and threads.filter(started_at__gt=now - DAY).count() >= limits.threads_a_day:
        raise TalkRefused("threads_a_day", limit=limits.threads_a_day)


def _wait(latest: datetime | None, seconds: int, now: datetime) -> None:
    left = seconds - (now - latest).total_seconds() if latest else 0
    if left > 0:
        raise TalkRefused("too_soon", seconds=int(left) + 1)


def slug_of(title: str) -> str:
    """What stands in a thread's address; a title without a single Latin letter gives `sujet`."""
    return slugify(title)[:LONGEST_SLUG].strip("-") or "sujet"


def language_of(language: str) -> str:
    """A language of the house; anything else is French."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
