"""What a member has said, as their profile shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.discussions.models import Post
from community.discussions.rules import may_read_thread
from community.text.clean import excerpt
from community.text.markdown import read
from realtime import clock

LATEST = 5
LOOKED_AT = 20  # the latest posts, of which some may stand where this viewer may not read
EXCERPT = 160  # characters


@dataclass(frozen=True, slots=True)
class Said:
    """A post on its writer's profile."""

    title: str
    url: str
    excerpt: str
    language: str
    at: datetime


def count_posts(member_id: int) -> int:
    """How many posts of a member everybody may see."""
    return Post.objects.shown().filter(author=member_id).count()


def latest_posts(member_id: int, viewer: Any) -> list[Said]:
    """The latest posts of a member that `viewer` may read; one query, and one for each that stands under a subject."""
    now = clock.now()
    rows = Post.objects.shown().filter(author=member_id).select_related("thread").order_by("-at", "-pk")[:LOOKED_AT]
    readable = [post for post in rows if may_read_thread(post.thread, viewer, now)][:LATEST]
    return [
        Said(
            title=post.thread.title,
            url=post.get_absolute_url(),
            excerpt=excerpt(read(post.source).plain, EXCERPT),
            language=post.thread.language,
            at=post.at,
        )
        for post in readable
    ]
