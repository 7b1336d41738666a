"""One's own data: a copy, consents, the end; and for everybody what the house keeps at all."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.data_rights import actions
from community.data_rights.access import export_or_404
from community.data_rights.forms import DepartureForm
from community.data_rights.queries import copies_of, departure_of, departure_refusal, register_of_processing
from community.data_rights.rules import house_address
from community.members.actions.consents import give_consent, withdraw_consent
from community.members.consents import consents_of, purpose_called
from community.members.views import MemberRequest
from realtime import clock

CHUNK = 256 * 1024  # bytes of a copy on their way at once


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the house keeps of its members, what for, how long, and what becomes of it when they leave."""
    return render(
        request, "data_rights/privacy.html", {"chapters": register_of_processing(), "address": house_address()}
    )


@never_cache
@login_required
@require_safe
def own_data(request: MemberRequest) -> HttpResponse:
    """The copies of a member's data, their consents, and the way out."""
    context = {
        "copies": copies_of(request.user, clock.now()),
        "consents": consents_of(request.user),
        "departure": departure_of(request.user),
    }
    return render(request, "data_rights/own_data.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def copies(request: MemberRequest) -> HttpResponse:
    """Ask for a copy by POST; the part of the page that shows how far it is, for a script that looks again."""
    if request.method == "POST":
        try:
            actions.ask_export(request.user)
        except actions.ExportRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("data_rights:own_data"))
    return render(request, "data_rights/_copies.html", {"copies": copies_of(request.user, clock.now())})


@never_cache
@login_required
@require_safe
def copy(request: MemberRequest, token: str) -> HttpResponse | StreamingHttpResponse:
    """A copy, for its owner alone and for no cache."""
    export = export_or_404(token, request.user)
    content = _bytes_later(export.path) if isinstance(request, ASGIRequest) else _bytes(export.path)
    name = f"qlock-{request.user.handle}-{export.asked_at:%Y-%m-%d}.zip"
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(export.size),
    }
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)


def _bytes(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


async def _bytes_later(path: Path) -> AsyncIterator[bytes]:
    """As an event loop takes them, so that a large copy never lies in memory as a whole."""
    for chunk in _bytes(path):
        yield chunk


@login_required
@require_POST
def consent(request: MemberRequest, purpose: str) -> HttpResponse:
    """Say yes to a purpose, or take it back when the form says `withdraw`."""
    if (found := purpose_called(purpose)) is None:
        raise Http404(purpose)
    if "withdraw" in request.POST:
        withdraw_consent(request.user, found)
    else:
        give_consent(request.user, found)
    return HttpResponseRedirect(reverse("data_rights:own_data"))


@never_cache
@login_required
@reauthentication_required(allow_get=False)
@require_http_methods(["GET", "POST"])
def departure(request: MemberRequest) -> HttpResponse:
    """Leave for good: who has just shown that it is them types their handle."""
    form = DepartureForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_departure(request.user, takes_words=form.takes_words)
        except actions.DepartureRefused:
            pass  # the page says why
        else:
            return HttpResponseRedirect(reverse("data_rights:departure"))
    context = {"form": form, "departure": departure_of(request.user), "refusal": departure_refusal(request.user)}
    return render(request, "data_rights/departure.html", context)


@login_required
@require_POST
def call_off(request: MemberRequest) -> HttpResponse:
    """Stay after all."""
    try:
        actions.call_off_departure(request.user)
    except actions.CannotCallOff:
        messages.error(request, _("Il n’y a rien à annuler, ou c’est déjà en cours."))
    else:
        messages.success(request, _("Tu restes. Rien n’a été effacé."))
    return HttpResponseRedirect(reverse("data_rights:own_data"))
