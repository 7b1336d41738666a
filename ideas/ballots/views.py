"""The addresses of a ballot: its page, its papers, its tally."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.members.models import Member
from ideas.ballots import queries
from ideas.ballots.access import ballot_or_404
from ideas.ballots.actions.votes import cast_vote, withdraw_vote
from ideas.ballots.forms import filled_in, papers_in
from ideas.ballots.models import Ballot
from ideas.ballots.places import place_of
from ideas.ballots.rules import VoteRefused
from realtime import clock

VERIFIER = settings.BASE_DIR / "docs" / "verify_tally.py"
ANCHOR = "#mon-papier"


@require_safe
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """A ballot: on the page that another part gives it, else on this plain one."""
    row = ballot_or_404(pk, request.user, clock.now())
    if place := place_of(pk):
        return HttpResponseRedirect(place)
    return guarded(request, render(request, "ballots/ballot.html", _context(request, row)))


@require_http_methods(["GET", "POST", "DELETE"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's paper: POST casts or changes it, with `withdraw` (or DELETE) takes it back.

    GET is the parts of the page that move, for its script; somebody else came here by signing in.
    """
    row = ballot_or_404(pk, request.user, clock.now())
    back = place_of(pk) or row.get_absolute_url()
    if request.method == "GET":
        if request.headers.get("HX-Request"):
            return guarded(request, render(request, "ballots/_parts.html", _context(request, row)))
        return HttpResponseRedirect(back + ANCHOR)
    if not isinstance(request.user, Member):
        return redirect_to_login(back + ANCHOR)
    try:
        if request.method == "DELETE" or "withdraw" in request.POST:
            withdraw_vote(row, by=request.user, papers=papers_in(request.POST))
            messages.success(request, _("C’est retiré : ton papier ne compte plus. On peut encore revoter."))
        else:
            options = list(row.options.values_list("pk", flat=True))
            filled = filled_in(request.POST, row.method, options)
            cast_vote(row, by=request.user, choice=filled.choice, papers=filled.papers)
            messages.success(request, _("C’est compté. On peut changer d’avis jusqu’à la clôture."))
    except VoteRefused as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(back)  # at its head, where the refusal is read
    return HttpResponseRedirect(back + ANCHOR)


@require_safe
def tally(request: HttpRequest, pk: int) -> HttpResponse:
    """The published file of a sealed ballot, byte by byte as it was hashed."""
    return tally_response(ballot_or_404(pk, request.user, clock.now()))


def tally_response(row: Ballot) -> HttpResponse:
    """A ballot's tally as a file; not found before the sealing. For whoever gives it an address."""
    content = queries.tally_bytes(row)
    if content is None:
        raise Http404(row.pk)
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"ETag": f'"{row.digest}"', "Cache-Control": "public, no-cache"},
    )


@require_safe
def verifier(request: HttpRequest) -> FileResponse:
    """The program with which a stranger counts again, as it lies in the repository."""
    return FileResponse(VERIFIER.open("rb"), content_type="text/x-python; charset=utf-8", filename=VERIFIER.name)


def guarded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a member sees is theirs and stored nowhere, a receipt above all; the rest is asked for again each time."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


def _context(request: HttpRequest, row: Ballot) -> dict[str, Any]:
    return {"ballot": queries.ballot_for(request.user, row, clock.now())}
