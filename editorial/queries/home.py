"""The home page's panels, in the editor's order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from community.panels import panel
from editorial.models import HomePage
from editorial.queries.articles import index_url, latest_articles
from editorial.queries.glossary import term_of_the_day


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel that has something to show now."""

    name: str
    template: str
    context: dict[str, Any]


def panels_of(page: HomePage, request: HttpRequest, now: datetime) -> list[ShownPanel]:
    """What the page shows at `now`; a panel with nothing to say, or whose part is gone, is left out."""
    offered = [offer for chosen in page.panels if (offer := panel(chosen.value))]
    shown = [(offer, offer.context(request, now)) for offer in offered]
    return [ShownPanel(offer.name, offer.template, context) for offer, context in shown if context is not None]


def articles_panel(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """The latest article, and the two before it."""
    cards = latest_articles(3)
    return {"latest": cards[0], "earlier": cards[1:], "index_url": index_url()} if cards else None


def term_panel(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """One term of the glossary, another each day."""
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    term = term_of_the_day(today, get_language() or settings.LANGUAGE_CODE)
    return {"term": term} if term else None
