"""The pages of drops: what `queries` lets this person see, and the plain forms behind the live ones."""

from concurrent.futures import TimeoutError as Unanswered
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.members.rules import is_confirmed
from drops import pages, queries, words
from drops.access import drop_view_or_404, picture_or_404, proof_or_404
from drops.actions.claims import submit_claim
from drops.actions.holds import NothingHeld, NothingToWithdraw, confirm_hold, withdraw_claim
from drops.forms import asked_in
from drops.rules import ClaimRefused
from drops.standing import standing_of
from drops.visibility import DropView
from realtime.clock import now as clock_now

PATIENCE = 10  # seconds a form waits for its answer
PICTURE_AGE = 3600
PICTURE_TYPES = {".webp": "image/webp", ".jpg": "image/jpeg"}


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """What is announced, what is open, what was."""
    now = clock_now()
    template = "drops/_programme.html" if request.htmx else "drops/schedule.html"  # type: ignore[attr-defined]  # set by django-htmx
    return _guarded(request, render(request, template, pages.programme(queries.schedule(request.user, now), now)))


@require_safe
def moment(request: HttpRequest) -> HttpResponse:
    """The home page's panel by itself, for its script: it turns with the hour as the drop's own page does."""
    panel = pages.dial_panel(request, clock_now()) or {}
    return _guarded(request, render(request, "drops/_moment.html", panel))


@require_safe
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """One drop in its phase, to this person."""
    now = clock_now()
    shown = drop_view_or_404(code, request.user, now)
    context = pages.stage(shown, now) | pages.offer(shown) | _place(request, shown)
    return _guarded(request, render(request, "drops/drop.html", context))


@require_safe
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """The parts of the page that the opening and the close change, for its script."""
    shown = drop_view_or_404(code, request.user, clock_now())
    return _guarded(request, render(request, "drops/_offer_and_watch.html", pages.offer(shown)))


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, code: str) -> HttpResponseBase:
    """A member's place in the queue: the part of the page that shows it, and the form that asks for it."""
    if request.method == "POST":
        return _claim(request, code)
    if not request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return redirect("drops:drop", code)
    shown = drop_view_or_404(code, request.user, clock_now())
    return _guarded(request, render(request, "drops/_place.html", _place(request, shown)))


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponseBase:
    """Make an order of the pieces that are held for this member."""
    if not request.user.is_authenticated:
        return _sign_in(code)
    try:
        confirm_hold(code, member_id=request.user.pk)
    except NothingHeld:
        messages.error(request, _("Aucune pièce n’est réservée pour toi : les quinze minutes sont passées."))
    else:
        messages.success(request, _("C’est commandé. Le reçu est ci-dessous."))
    return _back(code)


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponseBase:
    """Leave the queue, or give the pieces back."""
    if not request.user.is_authenticated:
        return _sign_in(code)
    try:
        withdraw_claim(code, member_id=request.user.pk)
    except NothingToWithdraw:
        messages.error(request, _("Il n’y a rien à rendre : ta demande est déjà close."))
    else:
        messages.success(request, _("C’est rendu. Quelqu’un va être content."))
    return _back(code)


@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """The chain of docs/fairness.md, once the figures are public; to members while the drop is open."""
    return _guarded(request, JsonResponse(proof_or_404(code, request.user, clock_now())))


@require_safe
def picture(request: HttpRequest, code: str, token: str, width: int, kind: str) -> HttpResponse:
    """The only door to a picture of a watch. What everybody may see now, everybody may see for good."""
    now = clock_now()
    name = f"{width}.{kind}"
    try:
        path, is_public = picture_or_404(code, token, name, None, now), True
    except Http404:
        path, is_public = picture_or_404(code, token, name, request.user, now), False
    response = HttpResponse(path.read_bytes(), content_type=PICTURE_TYPES[path.suffix])
    if is_public:
        patch_cache_control(response, public=True, max_age=PICTURE_AGE)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _place(request: HttpRequest, shown: DropView) -> dict[str, Any]:
    """What this person may do with the drop."""
    user = request.user
    claim = queries.claim_of(shown.code, user) if user.is_authenticated else None
    confirmed = user.is_authenticated and (claim is not None or is_confirmed(user))
    standing = standing_of(shown, claim, is_member=user.is_authenticated, is_confirmed=confirmed)
    return pages.place(shown, claim, standing, intends="demande" in request.GET)


def _claim(request: HttpRequest, code: str) -> HttpResponseBase:
    """A claim by the plain form: the same action, the same answer as over the socket."""
    if not request.user.is_authenticated:
        return _sign_in(code)
    quantity, key = asked_in(request.POST)
    try:
        answer = submit_claim(code=code, member_id=request.user.pk, quantity=quantity, key=key).result(PATIENCE)
    except ClaimRefused as refusal:
        messages.error(request, refusal.message)
    except Unanswered:
        messages.error(request, ClaimRefused("internal").message)
    else:
        messages.success(request, words.say(words.claim, answer.status, place=answer.place))
    return _back(code)


def _back(code: str) -> HttpResponseBase:
    return redirect("drops:drop", code)


def _sign_in(code: str) -> HttpResponseBase:
    """To the door, and from there back to the button: the page says that nothing was sent meanwhile."""
    return redirect_to_login(pages.intention(code))


def _guarded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What members alone may see is stored nowhere; the rest is asked for again each time."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response
