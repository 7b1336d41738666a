"""What lists and pages show of articles."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override
from wagtail.images.models import Image, SourceImageIOError

from community.universes.models import Universe
from editorial.models import ArticleIndexPage, ArticlePage

PER_PAGE = 12
COVER = "fill-960x640|format-webp|webpquality-80"


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of an article, 3 by 2; its words stand beside it."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """One article in a list."""

    title: str
    lede: str
    url: str
    author: str
    universe: str
    date: date
    reading_minutes: int
    cover: Cover | None


@dataclass(frozen=True, slots=True)
class ArticleList:
    """One leaf of the magazine, with the universes that can be chosen."""

    leaf: Leaf[ArticlePage]
    cards: list[ArticleCard]
    universes: list[Universe]
    universe: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """A whole article: its card, its body, what to read next."""

    card: ArticleCard
    body: Any
    changed_at: datetime | None
    index_url: str
    canonical: str
    further: list[ArticleCard]


def public_articles() -> QuerySet[ArticlePage]:
    """Articles everybody may read, newest first."""
    articles = ArticlePage.objects.live().public().select_related("author", "universe", "cover").defer("body")
    return articles.prefetch_related("cover__renditions").order_by("-date", "-pk")


def article_list(number: str, *, universe: str | None = None) -> ArticleList:
    """A leaf of articles; a number that makes no sense is answered by the nearest leaf, an unknown universe by none."""
    universes = list(Universe.objects.filter(pk__in=ArticlePage.objects.live().values("universe")))
    articles = public_articles()
    if universe:
        articles = articles.filter(universe__in=[each for each in universes if each.slug == universe])
    leaf = Paginator(articles, PER_PAGE).get_page(number)
    return ArticleList(leaf, [card_of(article) for article in leaf], universes, universe)


def latest_articles(count: int) -> list[ArticleCard]:
    return [card_of(article) for article in public_articles()[:count]]


def article_of(page: ArticlePage) -> Article:
    """The page as its readers see it, with three others of the same universe."""
    further = public_articles().filter(universe=page.universe_id).exclude(pk=page.pk)[:3]
    with override(settings.LANGUAGE_CODE):  # articles are French, whatever language surrounds them
        canonical = settings.SITE_URL + url_of(page)
    return Article(
        card=card_of(page),
        body=page.body,
        changed_at=page.last_published_at,
        index_url=index_url(),
        canonical=canonical,
        further=[card_of(other) for other in further],
    )


def card_of(page: ArticlePage) -> ArticleCard:
    return ArticleCard(
        title=page.title,
        lede=page.lede,
        url=url_of(page),
        author=page.author.handle if page.author else "",
        universe=page.universe.name,
        date=page.date,
        reading_minutes=page.reading_minutes,
        cover=_cover(page.cover),
    )


def _cover(image: Image | None) -> Cover | None:
    """A picture whose file is gone is none."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(COVER)
    except SourceImageIOError:
        return None
    return Cover(rendition.url, rendition.width, rendition.height)


def url_of(page: ArticlePage | ArticleIndexPage) -> str:
    """The page's address in the active language. Pages hang below the one home page, so no site need be asked."""
    return reverse("wagtail_serve", args=[page.url_path.lstrip("/").split("/", 1)[1]])


def index_url() -> str:
    return reverse("wagtail_serve", args=["articles/"])
