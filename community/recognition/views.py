"""Badges and how they are earned, leaderboards, and one's own ledger."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.members.access import place_or_404
from community.members.trust import day_of
from community.members.views.requests import MemberRequest
from community.recognition.access import (
    ALL_TIME,
    badge_or_404,
    house_or_404,
    rank_or_404,
    season_or_404,
    universe_or_404,
)
from community.recognition.actions.choices import keep_points, show_points
from community.recognition.queries import badge_for, board_of, book_for, is_discreet, ledger_of
from community.recognition.seasons import Season, season_of
from community.universes.models import Universe
from realtime import clock

ASKING = frozenset({"distinctions", "leaderboard", "ledger"})  # the pages that offer discretion


@require_safe
def distinctions(request: HttpRequest) -> HttpResponse:
    """Every badge with what it is given for, the levels, and for what there are points."""
    house = house_or_404("points", "levels", "badges")
    context = {"book": book_for(request.user, house), "is_discreet": is_discreet(request.user)}
    return _for_this_viewer(request, "recognition/distinctions.html", context)


@require_safe
def distinction(request: HttpRequest, slug: str) -> HttpResponse:
    """One badge, and how many members have it."""
    context = {"shown": badge_for(badge_or_404(slug), request.user)}
    return _for_this_viewer(request, "recognition/distinction.html", context)


@require_safe
def leaderboard(request: HttpRequest) -> HttpResponse:
    """Who has how many points: of a season or of all time, in one universe or in all."""
    house_or_404("leaderboards")
    season = season_or_404(request.GET.get("saison", ""))
    universe = universe_or_404(request.GET.get("univers", ""))
    after = rank_or_404(request.GET.get("apres", ""))
    context = {
        "board": board_of(str(season or ""), universe, request.user, after),
        "season": season,
        "seasons": _latest_seasons(),
        "all_time": ALL_TIME,
        "universe": universe,
        "universes": Universe.objects.order_by("name"),
        "is_later": after is not None,
        "is_discreet": is_discreet(request.user),
    }
    return _for_this_viewer(request, "recognition/leaderboard.html", context)


@never_cache
@login_required
@require_safe
def ledger(request: MemberRequest) -> HttpResponse:
    """One's own points, line by line."""
    house = house_or_404("points")
    after = place_or_404(request.GET.get("apres", ""))
    context = {"ledger": ledger_of(request.user, after), "house": house, "is_later": after is not None}
    return render(request, "recognition/ledger.html", context)


@login_required
@require_POST
def discretion(request: MemberRequest) -> HttpResponseRedirect:
    """Keep one's points for oneself, or show them again when the form says `show`; back to the page that asked."""
    house_or_404("points", "levels", "leaderboards")
    (show_points if "show" in request.POST else keep_points)(request.user)
    messages.success(request, _("C’est noté."))
    asked = request.POST.get("back", "")
    return redirect(f"recognition:{asked if asked in ASKING else 'ledger'}")


def _latest_seasons() -> list[Season]:
    """This season and the three before it."""
    now = season_of(day_of(clock.now()))
    quarters = [4 * now.year + now.quarter - 1 - back for back in range(4)]
    return [Season(number // 4, number % 4 + 1) for number in quarters]


def _for_this_viewer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """What differs from viewer to viewer is kept by nobody for whom it was made."""
    response = render(request, template, context)
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    return response
