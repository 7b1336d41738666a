"""What lists and pages show of articles."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from taggit.models import Tag
from wagtail.images.models import Image, SourceImageIOError

from community.members.models import Member
from community.universes.models import Universe
from editorial.models import ArticleIndexPage, ArticlePage, Series

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
    """One article in a list, in the active language if it has been translated, at the French one's address."""

    title: str
    lede: str
    language: str
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
class Shelf:
    """Articles under one heading: an author's, a series, a theme."""

    kind: str
    title: str
    lede: str
    leaf: Leaf[ArticlePage]
    cards: list[ArticleCard]


@dataclass(frozen=True, slots=True)
class Part:
    """Where an article stands in its series; `number` counts the parts that can be read."""

    title: str
    url: str
    number: int
    total: int
    before: ArticleCard | None
    after: ArticleCard | None


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """A whole article: its card, its body as one reader may see it, what to read next. `source` is the French page."""

    card: ArticleCard
    body: SafeString
    source: ArticlePage
    is_explained: bool
    is_foreign: bool
    changed_at: datetime | None
    index_url: str
    author_url: str
    canonical: str
    part: Part | None
    themes: list[Theme]
    further: list[ArticleCard]


def public_articles() -> QuerySet[ArticlePage]:
    """Articles everybody may read, newest first: the French ones, which their translations follow."""
    articles = ArticlePage.objects.live().public().filter(locale__language_code=settings.LANGUAGE_CODE)
    articles = articles.select_related("author", "universe", "cover").defer("body")
    return articles.prefetch_related("cover__renditions").order_by("-date", "-pk")


def article_list(number: str, *, universe: str | None = None) -> ArticleList:
    """A leaf of articles; a number that makes no sense is answered by the nearest leaf, an unknown universe by none."""
    universes = list(Universe.objects.filter(pk__in=ArticlePage.objects.live().values("universe")))
    articles = public_articles()
    if universe:
        articles = articles.filter(universe__in=[each for each in universes if each.slug == universe])
    leaf = Paginator(articles, PER_PAGE).get_page(number)
    return ArticleList(leaf, cards_of(list(leaf)), universes, universe)


def latest_articles(count: int) -> list[ArticleCard]:
    return cards_of(list(public_articles()[:count]))


def author_shelf(handle: str, number: str) -> Shelf | None:
    """What a member has signed; None for who has signed nothing that can be read."""
    author = Member.objects.filter(handle=handle).first()
    return (
        None
        if author is None
        else _shelf(_("Auteur"), author.handle, "", public_articles().filter(author=author), number)
    )


def series_shelf(slug: str, number: str) -> Shelf | None:
    """A series in its order."""
    found = Series.objects.filter(slug=slug).first()
    return None if found is None else _shelf(_("Série"), found.spoken_title, found.lede, parts_of(found.pk), number)


def theme_shelf(slug: str, number: str) -> Shelf | None:
    """What bears a tag."""
    tag = Tag.objects.filter(slug=slug).first()
    return (
        None
        if tag is None
        else _shelf(_("Thème"), tag.name, "", public_articles().filter(tagged_items__tag=tag), number)
    )


def _shelf(kind: str, title: str, lede: str, articles: QuerySet[ArticlePage], number: str) -> Shelf | None:
    leaf = Paginator(articles, PER_PAGE).get_page(number)
    return Shelf(kind, title, lede, leaf, cards_of(list(leaf))) if leaf.object_list else None


def parts_of(series: int) -> QuerySet[ArticlePage]:
    """The parts of a series that can be read, in their order; two of one place follow each other as they were made."""
    return public_articles().filter(series=series).order_by("place", "pk")


def article_of(page: ArticlePage, viewer: Any, now: datetime) -> Article:
    """The page, or its translation, as `viewer` reads it at `now`."""
    language = page.locale.language_code
    source = page if language == settings.LANGUAGE_CODE else _source_of(page)
    context = {"viewer": viewer, "now": now, "language": language, "source": source.pk, "numbers": count(1)}
    with override(language):  # an article nobody has translated is French, whatever language surrounds it
        canonical = settings.SITE_URL + url_of(source)
    return Article(
        card=card_of(source, page),
        body=page.body.stream_block.render(page.body, context=context),
        source=source,
        is_explained=language == settings.LANGUAGE_CODE,
        is_foreign=language != get_language(),
        changed_at=page.last_published_at,
        index_url=index_url(),
        author_url=reverse("author", args=[source.author.handle]) if source.author else "",
        canonical=canonical,
        part=_part(source, source.series) if source.series else None,
        themes=[Theme(tag.name, reverse("theme", args=[tag.slug])) for tag in source.tags.all()],
        further=_further(source),
    )


def _source_of(page: ArticlePage) -> ArticlePage:
    """The French page that a translation follows; itself if that is gone."""
    return (
        ArticlePage.objects.filter(
            translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
        ).first()
        or page
    )


def _part(page: ArticlePage, series: Series) -> Part | None:
    """None for what cannot be read yet: a preview of a part that is not published."""
    parts = list(parts_of(series.pk))
    places = [each.pk for each in parts]
    if page.pk not in places:
        return None
    here, cards = places.index(page.pk), cards_of(parts)
    return Part(
        title=series.spoken_title,
        url=reverse("series", args=[series.slug]),
        number=here + 1,
        total=len(parts),
        before=cards[here - 1] if here else None,
        after=cards[here + 1] if here + 1 < len(cards) else None,
    )


FURTHER = 3


def _further(page: ArticlePage) -> list[ArticleCard]:
    """What to read next: what shares its rarest terms, then the newest of its universe."""
    others = public_articles().exclude(pk=page.pk)
    near = _alike(page, others)[:FURTHER]
    found = {each.pk: each for each in others.filter(pk__in=near)} if near else {}
    chosen = [found[pk] for pk in near if pk in found]
    if len(chosen) < FURTHER:
        newest = others.filter(universe=page.universe_id).exclude(pk__in=near)
        chosen += newest[: FURTHER - len(chosen)]
    return cards_of(chosen)


def _alike(page: ArticlePage, others: QuerySet[ArticlePage]) -> list[int]:
    """Those of the others that share terms with this one, nearest first; what all use weighs little."""
    rows = others.filter(terms__overlap=page.terms).values_list("pk", "terms")
    common = Counter(term for _, terms in rows for term in terms)
    nearness = {pk: sum(1 / common[term] for term in set(terms) & set(page.terms)) for pk, terms in rows}
    return sorted(nearness, key=lambda pk: (-nearness[pk], -pk))


def cards_of(pages: Sequence[ArticlePage]) -> list[ArticleCard]:
    """Cards of French pages in the words of the active language where there are some: a query more, but for French."""
    words = _translated([page.translation_key for page in pages])
    return [card_of(page, words.get(page.translation_key, page)) for page in pages]


def _translated(keys: Sequence[UUID]) -> dict[UUID, ArticlePage]:
    language = get_language()
    if not keys or language == settings.LANGUAGE_CODE:
        return {}
    pages = ArticlePage.objects.live().filter(translation_key__in=keys, locale__language_code=language)
    return {page.translation_key: page for page in pages.select_related("locale").defer("body")}


def card_of(page: ArticlePage, words: ArticlePage) -> ArticleCard:
    """A French page's card in the words of `words`: of a translation, or its own."""
    return ArticleCard(
        title=words.title,
        lede=words.lede,
        language=settings.LANGUAGE_CODE if words is page else words.locale.language_code,
        url=url_of(page),
        author=page.author.handle if page.author else "",
        universe=page.universe.name,
        date=page.date,
        reading_minutes=words.reading_minutes,
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
