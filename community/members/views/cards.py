"""What everybody may see of a member, and of the house's trust."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from community.members import rules, words
from community.members.access import profile_or_404
from community.members.forms import NominationForm
from community.members.models import Member
from community.members.profile import contributions_of, honours_of
from community.members.queries import Profile, nomination_of, standing_of
from realtime import clock


@require_safe
def card(request: HttpRequest, handle: str) -> HttpResponse:
    """A member as this viewer may see them."""
    found = profile_or_404(handle, request.user)
    if found.handle != handle:
        return _moved(found, handle)
    shown = contributions_of(found.pk, request.user) if found.shows_activity else []
    context = {"card": found, "contributions": shown, "honours": honours_of(found.pk)}
    if isinstance(request.user, Member) and rules.may_nominate(request.user):
        context |= {"nomination": nomination_of(found.pk), "nomination_form": NominationForm()}
    return _for_this_viewer(request, "members/card.html", context)


def _for_this_viewer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """What differs from viewer to viewer is kept by nobody for whom it was made."""
    response = render(request, template, context)
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _moved(found: Profile, handle: str) -> HttpResponse:
    """The handle in capitals for good; a former handle for now, as its owner may take it back."""
    address = reverse("members:card", args=[found.handle])
    same = found.handle == handle.lower()
    return HttpResponsePermanentRedirect(address) if same else HttpResponseRedirect(address)


@require_safe
def peek(request: HttpRequest, handle: str) -> HttpResponse:
    """The small card beside a member's name; `static/js/cards.js` asks for it."""
    return _for_this_viewer(request, "members/_peek.html", {"card": profile_or_404(handle, request.user)})


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """The levels, their rules and their limits, as the house applies them; and how far one is oneself."""
    context: dict[str, Any] = {"steps": words.steps(), "limits": words.limit_rows()}
    if isinstance(request.user, Member):
        now = clock.now()
        context["standing"] = standing = standing_of(request.user, now)
        context["progress"] = words.progress(standing, now)
    return render(request, "members/trust.html", context)
