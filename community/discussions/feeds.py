"""The café's Atom feeds: what everybody may read, the newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.discussions.access import category_or_404, thread_or_404
from community.discussions.models import Category, Post, Thread
from community.text.clean import excerpt
from community.text.markdown import read
from realtime import clock

LENGTH = 30
EXCERPT = 300  # characters


class _PostFeed(Feed[Post, Any]):
    """Posts with their writer, the beginning of their words, and their address."""

    feed_type = Atom1Feed

    def item_title(self, item: Post) -> str:
        return item.thread.title

    def item_description(self, item: Post) -> str:
        return excerpt(read(item.source).plain, EXCERPT)

    def item_link(self, item: Post) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_author_name(self, item: Post) -> str:
        return item.author.handle if item.author else _("quelqu’un qui est parti")

    def item_pubdate(self, item: Post) -> datetime:
        return item.at

    def item_updateddate(self, item: Post) -> datetime:
        return item.edited_at or item.at


class CafeFeed(_PostFeed):
    """What was said last at any table."""

    title = gettext_lazy("Qlock, le café")
    subtitle = gettext_lazy("Ce qui se dit aux tables du café.")

    def link(self) -> str:
        return f"{settings.SITE_URL}/cafe/"

    def items(self) -> Sequence[Post]:
        return _latest(Post.objects.filter(thread__category__isnull=False))


class CategoryFeed(_PostFeed):
    """What was said last at one table."""

    def get_object(self, request: HttpRequest, slug: str) -> Category:  # noqa: ARG002 -- Django's signature
        return category_or_404(slug)

    def title(self, obj: Category) -> str:
        return f"Qlock · {obj.name}"

    def subtitle(self, obj: Category) -> str:
        return obj.description

    def link(self, obj: Category) -> str:
        return settings.SITE_URL + obj.get_absolute_url()

    def items(self, obj: Category) -> Sequence[Post]:
        return _latest(Post.objects.filter(thread__category=obj))


class ThreadFeed(_PostFeed):
    """What was said last in one thread that everybody may read."""

    def get_object(self, request: HttpRequest, slug: str, pk: int) -> Thread:  # noqa: ARG002 -- Django's signature
        return thread_or_404(pk, AnonymousUser(), clock.now())

    def title(self, obj: Thread) -> str:
        return obj.title

    def link(self, obj: Thread) -> str:
        return settings.SITE_URL + obj.get_absolute_url()

    def items(self, obj: Thread) -> Sequence[Post]:
        return _latest(Post.objects.filter(thread=obj))


def _latest(posts: Any) -> Sequence[Post]:
    return list(posts.shown().select_related("thread", "author").order_by("-at", "-pk")[:LENGTH])
