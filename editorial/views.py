from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve

from community.search.forms import SearchForm
from community.search.queries import search
from editorial import linked_data
from editorial.queries.articles import Shelf, author_shelf, series_shelf, theme_shelf
from editorial.queries.brands import brand_page
from editorial.queries.glossary import glossary, term_page
from editorial.search import TERM
from realtime import clock


@require_safe
def glossary_index(request: HttpRequest) -> HttpResponse:
    """The glossary A–Z, one category of it, or what a search finds in it."""
    language = get_language() or settings.LANGUAGE_CODE
    form = SearchForm(request.GET)
    shown = glossary(language, category=request.GET.get("categorie", ""))
    context = {"form": form, "glossary": shown}
    if not form.is_valid():
        return render(request, "editorial/glossary_index.html", context, status=400)
    asked = form.cleaned_data["q"].strip()
    if asked:
        context |= {"found": search(request, asked, kind=TERM)}
    else:
        context |= {"data": linked_data.glossary_set(shown, settings.SITE_URL, gettext("Glossaire horloger"))}
    return render(request, "editorial/glossary_index.html", context)


@require_safe
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term: what it is, what others call it, what stands near it."""
    page = term_page(slug, get_language() or settings.LANGUAGE_CODE)
    if page is None:
        raise Http404
    return render(request, "editorial/term.html", {"term": page, "data": linked_data.term(page, settings.SITE_URL)})


@require_safe
def brand(request: HttpRequest, slug: str) -> HttpResponse:
    """A brand that has shown a watch here; any other is as if it did not exist."""
    page = brand_page(slug, request.user, clock.now())
    if page is None:
        raise Http404
    return render(request, "editorial/brand.html", {"brand": page, "data": linked_data.brand(page, settings.SITE_URL)})


@require_safe
def author(request: HttpRequest, handle: str) -> HttpResponse:
    """What somebody has written here; who has written nothing has no page."""
    return _shelf(request, author_shelf(handle, request.GET.get("page", "1")))


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """A series from its first part to its last."""
    return _shelf(request, series_shelf(slug, request.GET.get("page", "1")))


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """What was written on a theme."""
    return _shelf(request, theme_shelf(slug, request.GET.get("page", "1")))


def _shelf(request: HttpRequest, shelf: Shelf | None) -> HttpResponse:
    if shelf is None:
        raise Http404
    return render(request, "editorial/shelf.html", {"shelf": shelf})


def magazine(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's pages, by their French addresses in every language; an article then shows its translation itself."""
    with override(settings.LANGUAGE_CODE):
        Page.route_for_request(request, path)  # kept with the request, where `serve` finds it
    return serve(request, path)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: all that is written for everybody."""
    return render(
        request, "editorial/robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain; charset=utf-8"
    )
