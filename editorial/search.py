"""What of the magazine can be found: articles, terms and brands."""

from collections.abc import Collection, Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.search.actions import forget_entries, index_entries
from community.search.kinds import Entry, Kind, Rows
from drops.models import Brand
from editorial.models import ArticlePage, Term
from editorial.queries.articles import public_articles, url_of
from editorial.queries.brands import revealed_brands
from editorial.queries.glossary import line_of
from realtime import clock

ARTICLE, TERM, BRAND = "article", "term", "brand"


def index_article(page: ArticlePage) -> None:
    """Make an article findable by what it says in public; a draft is not."""
    kept = ArticlePage.objects.live().filter(pk=page.pk).first()  # what is published, not what is being written
    if kept:
        index_entries(_article(kept))
    else:
        forget_article(page)


def forget_article(page: ArticlePage) -> None:
    forget_entries(ARTICLE, [str(page.pk)])


def index_term(term: Term) -> None:
    """Make a term findable by all its names and definitions."""
    index_entries(_term(term))


def forget_term(term: Term) -> None:
    forget_entries(TERM, [str(term.pk)])


def index_brand(brand: Brand) -> None:
    """Put a brand into the index, secret or not: whether it is shown is decided when somebody asks."""
    index_entries(_brand(brand))


def forget_brand(brand: Brand) -> None:
    forget_entries(BRAND, [str(brand.pk)])


def _article(page: ArticlePage) -> Entry:
    words = [words for words in page.body.stream_block.get_searchable_content(page.body) if words != "None"]  # no title
    return Entry(
        kind=ARTICLE,
        key=str(page.pk),
        language=page.locale.language_code,
        audience="all",
        title=page.title,
        body="\n".join([page.lede, *words]),
        author_id=page.author_id,
        place=page.universe.slug,
        at=page.first_published_at,
        weight=2,
    )


def _term(term: Term) -> Entry:
    return Entry(
        kind=TERM,
        key=str(term.pk),
        language="",
        audience="all",
        title=" · ".join(dict.fromkeys(term.names)),
        body="\n".join(filter(None, [term.short_fr, term.short_de, term.short_en, term.long_fr])),
        at=term.updated_at,
        weight=3,
    )


def _brand(brand: Brand) -> Entry:
    return Entry(
        kind=BRAND,
        key=str(brand.pk),
        language="fr",
        audience="all",
        title=brand.name,
        body="\n".join(filter(None, [brand.description, brand.place])),
        weight=2,
    )


def _articles() -> Iterator[Entry]:
    return map(_article, ArticlePage.objects.live().select_related("universe", "locale").iterator())


def _terms() -> Iterator[Entry]:
    return map(_term, Term.objects.iterator())


def _brands() -> Iterator[Entry]:
    return map(_brand, Brand.objects.iterator())


def _load_articles(keys: Collection[str], request: HttpRequest) -> Rows:
    pages = ArticlePage.objects.live().filter(pk__in=keys).select_related("author").defer("body")
    sources = {
        page.translation_key: page
        for page in public_articles().filter(translation_key__in=[each.translation_key for each in pages])
    }
    return {
        str(page.pk): {
            "url": url_of(sources[page.translation_key]),
            "author": page.author.handle if page.author else "",
            "date": page.date,
            "reading_minutes": page.reading_minutes,
        }
        for page in pages
        if page.translation_key in sources
    }


def _load_terms(keys: Collection[str], request: HttpRequest) -> Rows:
    language = get_language() or "fr"
    lines = [(term, line_of(term, language)) for term in Term.objects.filter(pk__in=keys)]
    return {
        str(term.pk): {
            "url": line.url,
            "title": line.name,
            # The long definition is French; beside another language's short one it would be a jumble.
            "text": f"{line.short}\n{term.long_fr}" if line.short_language == "fr" else line.short,
            "language": line.short_language,
        }
        for term, line in lines
    }


def _load_brands(keys: Collection[str], request: HttpRequest) -> Rows:
    """Brands that this viewer may know at this moment; a sealed drop's brand does not exist."""
    shown = revealed_brands(request.user, clock.now())
    brands = Brand.objects.filter(pk__in=keys, slug__in=shown)
    return {str(brand.pk): {"url": reverse("brand", args=[brand.slug])} for brand in brands}


KINDS = (
    Kind(
        name=ARTICLE,
        label=_("Articles"),
        load=_load_articles,
        entries=_articles,
        template="editorial/_found_article.html",
    ),
    Kind(name=TERM, label=_("Glossaire"), load=_load_terms, entries=_terms, template="editorial/_found_term.html"),
    Kind(name=BRAND, label=_("Marques"), load=_load_brands, entries=_brands),
)
