"""The pages of creations: all of them, one with its story, one stage; following, and standing in the credits."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.members.actions.consents import give_consent, withdraw_consent
from community.members.models import Member
from ideas.ballots.actions.sealing import settle_ballot
from ideas.ballots.queries import ballot_for, waiting_for
from ideas.ballots.views import guarded, tally_response
from ideas.creations import queries
from ideas.creations.access import creation_or_404, stage_or_404
from ideas.creations.actions.following import follow_creation, unfollow_creation
from ideas.creations.actions.stages import settle_stage, settle_stages
from ideas.creations.consent import PURPOSE
from realtime import clock


@require_safe
def creations(request: HttpRequest) -> HttpResponse:
    """What is being designed, and what was."""
    now = clock.now()
    shelf, waiting = queries.creations(now, request.GET.get("page", 1)), waiting_for(request.user, now)
    return guarded(request, render(request, "creations/creations.html", {"shelf": shelf, "waiting": waiting}))


@require_safe
def creation(request: HttpRequest, slug: str) -> HttpResponse:
    """One creation: its story as a timeline, where it comes from and what it became, and who took part."""
    row, now = creation_or_404(slug, request.user), clock.now()
    settle_stages(row, now)
    page = queries.creation_page(row, now)
    context = {
        "page": page,
        "line": page.line,
        "descent": queries.line_of_creation(page.line, request.user, now),
        "credits": queries.credits_of(row, request.user),
        "follows": queries.follows(row, request.user),
    }
    return guarded(request, render(request, "creations/creation.html", context))


@require_safe
def stage(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    """One stage: what it is about, its rule, its vote or its outcome, and what is said about it."""
    now = clock.now()
    row = settle_stage(stage_or_404(slug, n, request.user), now)
    page = queries.stage_page(row, now)
    context: dict[str, Any] = {"page": page, "line": page.line, "stage": row}
    if row.ballot and not row.ballot.is_draft:
        row.ballot = settle_ballot(row.ballot, now)
        context["ballot"] = ballot_for(request.user, row.ballot, now)
    return guarded(request, render(request, "creations/stage.html", context))


@require_safe
def tally(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    """The published tally of a stage's ballot, byte by byte as it was hashed; not found before there is one."""
    row = stage_or_404(slug, n, request.user)
    if row.ballot is None or row.ballot.is_draft:
        raise Http404(slug)
    return tally_response(settle_ballot(row.ballot, clock.now()))


@require_POST
@login_required
def following(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a creation, or not any more when the form says `withdraw`."""
    assert isinstance(request.user, Member)  # noqa: S101 -- said above
    row = creation_or_404(slug, request.user)
    if "withdraw" in request.POST:
        unfollow_creation(row, by=request.user)
        messages.success(request, _("C’est noté : tu n’en entendras plus parler."))
    else:
        follow_creation(row, by=request.user)
        messages.success(request, _("C’est noté : chaque étape te sera dite."))
    return HttpResponseRedirect(row.get_absolute_url())


@require_POST
@login_required
def credit(request: HttpRequest, slug: str) -> HttpResponse:
    """Let one's name stand in the credits of all one took part in, or not any more when the form says `withdraw`."""
    assert isinstance(request.user, Member)  # noqa: S101 -- said above
    row = creation_or_404(slug, request.user)
    if "withdraw" in request.POST:
        withdraw_consent(request.user, PURPOSE)
    else:
        give_consent(request.user, PURPOSE)
    return HttpResponseRedirect(row.get_absolute_url() + "#generique")
