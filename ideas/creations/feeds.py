"""The Atom feed of one creation: each stage that opened and each that was decided, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from ideas.creations.access import creation_or_404
from ideas.creations.models import Creation
from ideas.creations.queries import StageLine, creation_page
from realtime import clock

LENGTH = 30


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a stage, and when. `mark` tells the steps of one stage apart."""

    title: str
    text: str
    url: str
    mark: str
    at: datetime


class CreationFeed(Feed[Step, Creation]):
    """What happened in one creation."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Creation:  # noqa: ARG002 -- Django's signature
        return creation_or_404(slug, AnonymousUser())

    def title(self, obj: Creation) -> str:
        return f"Qlock · {obj.title}"

    def subtitle(self, obj: Creation) -> str:
        return obj.lead

    def link(self, obj: Creation) -> str:
        return settings.SITE_URL + obj.get_absolute_url()

    def items(self, obj: Creation) -> Sequence[Step]:
        now = clock.now()
        steps = [step for stage in creation_page(obj, now).stages for step in _steps(stage, now)]
        return sorted(steps, key=lambda step: step.at, reverse=True)[:LENGTH]

    def item_title(self, item: Step) -> str:
        return item.title

    def item_description(self, item: Step) -> str:
        return item.text

    def item_link(self, item: Step) -> str:
        return f"{settings.SITE_URL}{item.url}#{item.mark}"

    def item_pubdate(self, item: Step) -> datetime:
        return item.at


def _steps(stage: StageLine, now: datetime) -> list[Step]:
    steps = []
    if stage.starts_at and stage.starts_at <= now:
        opened = _("L’étape « %(title)s » est ouverte") % {"title": stage.title}
        steps.append(Step(opened, str(stage.rule), stage.url, "ouverture", stage.starts_at))
    if stage.decided_at:
        decided = _("L’étape « %(title)s » est décidée") % {"title": stage.title}
        steps.append(Step(decided, stage.outcome, stage.url, "decision", stage.decided_at))
    return steps
