"""The Atom feed of Qdéfis: each that was announced, the latest first, again when its results are there."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy

from challenges.qdefis.models import Qdefi

LENGTH = 30


class QdefisFeed(Feed[Qdefi, None]):
    """What can be played, and what was."""

    feed_type = Atom1Feed
    title = gettext_lazy("Qlock, les Qdéfis")
    subtitle = gettext_lazy("Un défi, quelques jours, et ce que la communauté en fait.")

    def link(self) -> str:
        return settings.SITE_URL + reverse("qdefis:qdefis")

    def items(self) -> Sequence[Qdefi]:
        return list(Qdefi.objects.public().order_by("-published_at", "-pk")[:LENGTH])

    def item_title(self, item: Qdefi) -> str:
        return item.title

    def item_description(self, item: Qdefi) -> str:
        return item.lead

    def item_link(self, item: Qdefi) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_pubdate(self, item: Qdefi) -> datetime:
        assert item.published_at  # noqa: S101 -- public ones only
        return item.published_at

    def item_updateddate(self, item: Qdefi) -> datetime:
        return item.settled_at or self.item_pubdate(item)
