"""The page of a ceremony, and the cards that networks show."""

import math

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from challenges.ceremonies.cards import Kept, card_of_qdefi, winner_card_or_404
from challenges.ceremonies.queries import ceremony_page
from challenges.juries.actions.sealing import settle_judging
from challenges.qdefis.access import qdefi_or_404
from challenges.qdefis.queries import line_of
from realtime import clock

LONGEST = 300  # seconds after which a page without script asks again in any case


@require_safe
def ceremony(request: HttpRequest, slug: str) -> HttpResponse:
    """The podium as far as it is shown; its script hears each step, without script the page comes again by itself."""
    qdefi, now = qdefi_or_404(slug, request.user), clock.now()
    settle_judging(qdefi, now)
    page = ceremony_page(qdefi)
    if page is None:
        raise Http404(slug)
    wait = None if page.next_at is None else (page.next_at - page.now).total_seconds()
    context = {
        "qdefi": qdefi,
        "line": line_of(qdefi, now),
        "page": page,
        "refresh": None if wait is None else min(LONGEST, max(1, math.ceil(wait))),
    }
    response = render(request, "ceremonies/ceremony.html", context)
    response["Cache-Control"] = "no-store"  # a minute later it says more
    return response


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The card of a Qdéfi."""
    return _picture(request, card_of_qdefi(qdefi_or_404(slug, request.user)))


@require_safe
def winner_card(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The card of an entry on the podium."""
    return _picture(request, winner_card_or_404(qdefi_or_404(slug, request.user), code))


def _picture(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The picture, or that it is still the same; drawn only for who does not have it."""
    etag = f'"{kept.digest}"'
    if (known := get_conditional_response(request, etag=etag)) is not None:
        known["ETag"] = etag
        return known
    response = HttpResponse(kept.read(), content_type="image/jpeg")
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=300"
    return response
