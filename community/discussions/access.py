"""From what an address says to what this person may touch; "not found" for what they may not know."""

from datetime import datetime
from typing import Any

from django.http import Http404

from community.discussions.models import Category, Post, PostState, Thread
from community.discussions.rules import may_read_thread
from community.moderation.rules import may_moderate


def category_or_404(slug: str) -> Category:
    """A table of the café."""
    category = Category.objects.select_related("universe").filter(slug=slug).first()
    if category is None:
        raise Http404(slug)
    return category


def thread_or_404(pk: int, viewer: Any, now: datetime) -> Thread:
    """A thread that `viewer` may read, with its table and its author."""
    thread = Thread.objects.select_related("category__universe", "author", "best").filter(pk=pk).first()
    if thread is None or not may_read_thread(thread, viewer, now):
        raise Http404(str(pk))
    return thread


def post_or_404(pk: int, viewer: Any, now: datetime) -> Post:
    """A post in a thread that `viewer` may read; one without a number only for its author and the moderation."""
    post = (
        Post.objects.select_related("thread__category__universe", "thread__author", "thread__best", "author")
        .filter(pk=pk)
        .first()
    )
    if post is None or not may_read_thread(post.thread, viewer, now):
        raise Http404(str(pk))
    is_own = viewer.is_authenticated and post.author_id == viewer.pk
    if post.number is None and not is_own and not may_moderate(viewer):
        raise Http404(str(pk))
    return post


def source_or_404(pk: int, viewer: Any, now: datetime) -> Post:
    """A post whose words as they were typed `viewer` may read: a shown one, one's own, any for the moderation."""
    post = post_or_404(pk, viewer, now)
    is_own = viewer.is_authenticated and post.author_id == viewer.pk and post.state != PostState.DELETED
    if post.state != PostState.SHOWN and not is_own and not may_moderate(viewer):
        raise Http404(str(pk))
    return post
