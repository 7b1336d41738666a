"""Between two members, and between a member and the house."""

from collections.abc import Callable
from contextlib import suppress

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.members import actions, rules
from community.members.access import member_or_404, profile_or_404
from community.members.forms import NominationForm
from community.members.models import Member
from community.members.views.requests import MemberRequest

Verb = Callable[[Member, int], None]


@login_required
@require_http_methods(["GET", "POST", "DELETE"])
def follow(request: MemberRequest, handle: str) -> HttpResponse:
    """Hear from a member, or no more: POST with `remove`, or DELETE."""
    return _toggle(
        request,
        handle,
        put=lambda me, other: actions.follow_member(me, followed_id=other),
        take=lambda me, other: actions.unfollow_member(me, followed_id=other),
    )


@login_required
@require_http_methods(["GET", "POST", "DELETE"])
def block(request: MemberRequest, handle: str) -> HttpResponse:
    """Have silence from a member, or no more: POST with `remove`, or DELETE."""
    return _toggle(
        request,
        handle,
        put=lambda me, other: actions.block_member(me, blocked_id=other),
        take=lambda me, other: actions.unblock_member(me, blocked_id=other),
    )


def _toggle(request: MemberRequest, handle: str, *, put: Verb, take: Verb) -> HttpResponse:
    other = member_or_404(handle)
    if request.method == "GET":  # who signed in on the way here
        return HttpResponseRedirect(reverse("members:card", args=[other.handle]))
    if request.method == "DELETE" or "remove" in request.POST:
        take(request.user, other.pk)
    elif too_many := ratelimit.consume_or_429(request, action="change_circle"):
        return too_many
    else:
        try:
            put(request.user, other.pk)
        except actions.NotAllowed:
            raise PermissionDenied from None
    return _answer_toggle(request, other)


def _answer_toggle(request: MemberRequest, other: Member) -> HttpResponse:
    """The small card again where a script asked; nothing for a DELETE; else the page one came from."""
    if request.headers.get("HX-Request"):
        return render(request, "members/_peek.html", {"card": profile_or_404(other.handle, request.user)})
    if request.method == "DELETE":
        return HttpResponse(status=204)
    if request.POST.get("back") == "silences":
        return HttpResponseRedirect(reverse("members:silences"))
    return HttpResponseRedirect(reverse("members:card", args=[other.handle]))


@login_required
@require_POST
def nomination(request: MemberRequest, handle: str) -> HttpResponse:
    """Speak up for a member in the name of the house, or take it back when the form says `remove`."""
    other = member_or_404(handle)
    if not rules.may_nominate(request.user):
        raise PermissionDenied
    if "remove" in request.POST:
        with suppress(actions.NotNominated):  # somebody was quicker
            actions.end_nomination(other, by=request.user)
    else:
        form = NominationForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Il manque le niveau ou le motif. Rien n’a changé."))
            return HttpResponseRedirect(reverse("members:card", args=[other.handle]))
        actions.nominate_member(other, by=request.user, **form.cleaned_data)
    return HttpResponseRedirect(reverse("members:card", args=[other.handle]))
