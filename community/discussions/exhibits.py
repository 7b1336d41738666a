"""Posts as the moderation desk sees them."""

import re
from collections.abc import Collection
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from community.discussions.actions.posts import KIND, hide_post, lock_post, show_post
from community.discussions.actions.writing import lock_members
from community.discussions.live import ID
from community.discussions.models import Post, PostState
from community.discussions.rules import may_read_thread
from community.moderation.kinds import Exhibit, Kind
from community.text.clean import excerpt
from community.text.markdown import read
from realtime import clock

BEGINNING = 60  # characters


def _load(keys: Collection[str], viewer: Any) -> dict[str, Exhibit]:
    """Posts with their words, whatever their state: the desk judges them. One query; what is no id is no post.

    A post is called by how it begins: its thread's title would stand for the whole conversation.
    """
    ids = [key for key in keys if re.fullmatch(ID, key)]
    return {
        str(post.pk): Exhibit(
            title=excerpt(read(post.source).plain, BEGINNING) or post.thread.title,
            context=post.thread.title,
            html=mark_safe(post.html),  # noqa: S308 -- our own rendering, stored
            author_id=post.author_id,
            url=post.get_absolute_url(),
            at=post.at,
            edited_at=post.edited_at,
        )
        for post in Post.objects.filter(pk__in=ids).select_related("thread")
    }


def _hide(key: str, by: Any) -> None:
    hide_post(Post.objects.get(pk=key), by=by)


def _show(key: str, by: Any) -> None:
    show_post(Post.objects.get(pk=key), by=by)


def _may_flag(key: str, viewer: Any) -> bool:
    """What everybody sees, in a thread one may read; not one's own."""
    post = Post.objects.filter(pk=key, state=PostState.SHOWN).exclude(author=viewer).select_related("thread").first()
    return post is not None and may_read_thread(post.thread, viewer, clock.now())


def _lock(key: str) -> None:
    """Its author, whose level a decision may move, the thread, then the post: as everything that writes takes them."""
    post = Post.objects.filter(pk=key).only("thread", "author").first()
    if post is not None:
        lock_members(post.author_id)
        lock_post(post)


POSTS = Kind(name=KIND, label=_("Message"), load=_load, hide=_hide, show=_show, may_flag=_may_flag, lock=_lock)
