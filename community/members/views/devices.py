"""Where one is signed in, and how to sign out from afar."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.members import actions
from community.members.access import device_or_404
from community.members.queries import devices_of
from community.members.views.requests import MemberRequest


@never_cache
@login_required
@require_safe
def devices(request: MemberRequest) -> HttpResponse:
    """Every browser in which one is signed in."""
    return render(request, "members/devices.html", {"devices": devices_of(request.user, request.session.session_key)})


@login_required
@require_POST
def device(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign out in one browser; in this one, as the menu does."""
    session = device_or_404(request.user, pk)
    if session.session_key == request.session.session_key:
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))
    actions.end_session(session)
    messages.success(request, _("C’est fermé là-bas. Une page encore ouverte s’en aperçoit dans la minute."))
    return HttpResponseRedirect(reverse("members:devices"))


@login_required
@require_POST
def other_devices(request: MemberRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    actions.end_sessions(request.user, but=request.session.session_key)
    messages.success(request, _("Tu n’es plus connecté qu’ici."))
    return HttpResponseRedirect(reverse("members:devices"))
