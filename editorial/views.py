from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page
from wagtail.views import serve

from community.members.models import Member
from community.search.forms import SearchForm
from community.search.queries import search
from editorial import drawings, linked_data
from editorial.actions import read_explained, read_plainly
from editorial.queries.articles import Shelf, author_shelf, series_shelf, theme_shelf
from editorial.queries.brands import brand_page
from editorial.queries.glossary import glossary, term_page
from editorial.queries.uses import uses_of
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
    """One term: what it is, what it looks like, what others call it, what stands near it, who uses it."""
    page = term_page(slug, get_language() or settings.LANGUAGE_CODE)
    if page is None:
        raise Http404
    context = {
        "term": page,
        "figure": drawings.figure(page.line.drawing, page.line.name),
        "uses": uses_of(slug, [page.name_fr, *page.synonyms], request, clock.now()),
        "data": linked_data.term(page, settings.SITE_URL),
    }
    return render(request, "editorial/term.html", context)


@require_safe
def drawings_sheet(request: HttpRequest, version: str) -> HttpResponse:
    """All drawings in one file, under an address that changes with them: kept for a year."""
    if version != drawings.version():
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(drawings.sheet(), content_type="image/svg+xml", headers=headers)


@require_POST
@login_required
def explaining(request: HttpRequest) -> HttpResponse:
    """How this member reads from now on: with the glossary's words explained, or without."""
    member = request.user
    assert isinstance(member, Member)  # noqa: S101 -- `login_required` has asked
    (read_plainly if request.POST.get("sans") else read_explained)(member)
    back = request.POST.get("suite", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "glossary")


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
