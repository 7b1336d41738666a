"""The Atom feeds: what comes into the box, and what becomes of one idea."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.discussions.models import Post
from community.text.clean import excerpt
from community.text.markdown import read
from ideas.box.access import idea_or_404
from ideas.box.models import Idea, IdeaState

LENGTH = 30
EXCERPT = 300  # characters


@dataclass(frozen=True, slots=True)
class Happening:
    """A step of an idea, or what somebody said about it."""

    title: str
    text: str
    by: str
    url: str
    at: datetime


class BoxFeed(Feed[Idea, None]):
    """What was proposed last."""

    feed_type = Atom1Feed
    title = gettext_lazy("Qlock, la boîte à idées")
    subtitle = gettext_lazy("Ce que la communauté voudrait voir en vente.")

    def link(self) -> str:
        return settings.SITE_URL + reverse("box:box")

    def items(self) -> Sequence[Idea]:
        rows = Idea.objects.shown().exclude(state=IdeaState.MERGED).select_related("author")
        return list(rows.order_by("-pk")[:LENGTH])

    def item_title(self, item: Idea) -> str:
        return item.title

    def item_description(self, item: Idea) -> str:
        return item.lead

    def item_link(self, item: Idea) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_author_name(self, item: Idea) -> str:
        return item.author.handle if item.author else _("quelqu’un qui est parti")

    def item_pubdate(self, item: Idea) -> datetime:
        return item.proposed_at

    def item_updateddate(self, item: Idea) -> datetime:
        return max(filter(None, [item.proposed_at, item.edited_at, item.answered_at]))


class IdeaFeed(Feed[Happening, Idea]):
    """The steps of one idea and what is said about it, the newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, number: int) -> Idea:  # noqa: ARG002 -- Django's signature
        return idea_or_404(number, AnonymousUser())

    def title(self, obj: Idea) -> str:
        return obj.title

    def subtitle(self, obj: Idea) -> str:
        return obj.lead

    def link(self, obj: Idea) -> str:
        return settings.SITE_URL + obj.get_absolute_url()

    def items(self, obj: Idea) -> Sequence[Happening]:
        steps = [
            Happening(
                _("« {title} » : {state}").format(title=obj.title, state=IdeaState(step.reached).label),
                read(step.answer).plain,
                _("la maison"),
                f"{obj.get_absolute_url()}#etape-{step.pk}",
                step.at,
            )
            for step in obj.steps.order_by("-pk")[:LENGTH]
        ]
        posts = Post.objects.shown().filter(thread__subject="idea", thread__subject_id=obj.pk).select_related("author")
        said = [
            Happening(
                obj.title,
                read(post.source).plain,
                post.author.handle if post.author else _("quelqu’un qui est parti"),
                post.get_absolute_url(),
                post.at,
            )
            for post in posts.order_by("-at", "-pk")[:LENGTH]
        ]
        return sorted([*steps, *said], key=lambda each: each.at, reverse=True)[:LENGTH]

    def item_title(self, item: Happening) -> str:
        return item.title

    def item_description(self, item: Happening) -> str:
        return excerpt(item.text, EXCERPT)

    def item_link(self, item: Happening) -> str:
        return settings.SITE_URL + item.url

    def item_author_name(self, item: Happening) -> str:
        return item.by

    def item_pubdate(self, item: Happening) -> datetime:
        return item.at
