"""The pages of gatherings: what is coming, one of them, an answer, and the calendars."""

from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.gatherings import linked_data, queries
from community.gatherings.access import gathering_or_404, owner_of
from community.gatherings.actions.answers import answer_gathering, change_party, hide_name, withdraw_answer
from community.gatherings.actions.feeds import reset_feed
from community.gatherings.calendar import CONTENT_TYPE, Entry, entry_of, public_entries, write_calendar
from community.gatherings.forms import Asked, asked_in, new_key
from community.gatherings.models import AgendaFeed, Gathering, Rsvp, RsvpState
from community.gatherings.rules import AnswerRefused
from community.members.models import Member
from realtime import clock

FRESH = 300  # seconds for which a calendar program need not ask again


@require_safe
def gatherings(request: HttpRequest) -> HttpResponse:
    """What is coming and what was."""
    found = queries.programme(request.user, clock.now(), request.GET.get("page", 1))
    return _guarded(request, render(request, "gatherings/gatherings.html", {"programme": found}))


@require_safe
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """One gathering: all of it, where to answer, what is said about it. Its script asks for who comes alone."""
    row = gathering_or_404(slug, request.user)
    context = _page(request, row) | {"company": queries.company_of(row, request.user)}
    if request.headers.get("HX-Request"):
        return _guarded(request, render(request, "gatherings/_places.html", context))
    context["data"] = linked_data.event(context["page"], settings.SITE_URL)
    return _guarded(request, render(request, "gatherings/gathering.html", context))


@require_http_methods(["GET", "POST", "DELETE"])
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """A member's answer: POST says yes or changes it, with `withdraw` (or DELETE) takes it back, with `hide` its name.

    GET is the part of the page that shows it, for its script; somebody else came here by signing in.
    """
    row = gathering_or_404(slug, request.user)
    back = row.get_absolute_url() + "#ma-reponse"
    if not isinstance(request.user, Member):
        return redirect_to_login(back)
    if request.method == "GET":
        if request.headers.get("HX-Request"):
            return _guarded(request, render(request, "gatherings/_answer.html", _page(request, row)))
        return HttpResponseRedirect(back)
    try:
        if request.method == "DELETE" or "withdraw" in request.POST:
            withdraw_answer(row, by=request.user)
            messages.success(request, _("C’est noté : tu ne viens pas. Ce que tu libères revient à la file."))
        elif "hide" in request.POST:
            hide_name(row, by=request.user)
            messages.success(request, _("C’est noté."))
        else:
            messages.success(request, _sentence(_say_yes(row, request.user, asked_in(request.POST))))
    except AnswerRefused as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(row.get_absolute_url())  # at its head, where the refusal is read
    return HttpResponseRedirect(back)


def _page(request: HttpRequest, row: Gathering) -> dict[str, Any]:
    mine = queries.answer_of(row, request.user)
    page = queries.gathering_page(row, mine, clock.now())
    return {"page": page, "line": page.line, "mine": mine, "key": new_key()}


def _say_yes(row: Gathering, member: Member, asked: Asked) -> Rsvp:
    """A first answer, or another party; a form that was sent already changes nothing."""
    known = row.rsvps.filter(member=member).first()
    if known and known.is_in and not (asked.key and known.key == asked.key):
        return change_party(row, by=member, guests=asked.guests, shows_name=asked.shows_name)
    return answer_gathering(row, by=member, guests=asked.guests, shows_name=asked.shows_name, key=asked.key)


def _sentence(rsvp: Rsvp) -> str:
    match rsvp.state:
        case RsvpState.GOING:
            return _("C’est noté : tu viens.")
        case RsvpState.WAITING:
            return _("C’est noté : tu es dans la file, et nous te ferons signe si une place se libère.")
        case _declined:
            return _("Ce formulaire avait déjà servi. Recharge la page pour répondre de nouveau.")


# Calendars


@require_safe
def gathering_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One gathering for a calendar; a draft has none."""
    row = gathering_or_404(slug, None)
    return _calendar(request, [entry_of(queries.event_of(row))], public=True, file=f"{row.slug}.ics")


@require_safe
def public_calendar(request: HttpRequest) -> HttpResponse:
    """All gatherings, and the dates that other parts of the house add."""
    return _calendar(request, public_entries(clock.now()), public=True, name=_("Qlock, les événements"))


@require_safe
def private_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What the owner of this address said yes to. An address that was replaced is answered like one that never was."""
    owner = owner_of(token)
    if owner is None:
        gone = _("Cette adresse d’agenda ne mène nulle part : elle a été remplacée, ou n’a jamais existé.")
        where = _("La tienne se trouve sur {address}, une fois que tu es connecté.")
        text = f"{gone}\n{where.format(address=settings.SITE_URL + reverse('gatherings:agenda'))}\n"
        return HttpResponse(text, status=404, content_type="text/plain; charset=utf-8")
    entries = [entry_of(event) for event in queries.events_of(owner, clock.now())]
    return _calendar(request, entries, public=False, name=_("Qlock, mon agenda"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest) -> HttpResponse:
    """The address of one's own calendar, to copy; POST gives a new one, and the former leads nowhere."""
    assert isinstance(request.user, Member)  # noqa: S101 -- said above
    if request.method == "POST":
        reset_feed(request.user)
        messages.success(request, _("Voici ta nouvelle adresse. L’ancienne, s’il y en avait une, ne répond plus."))
        return HttpResponseRedirect(reverse("gatherings:agenda"))
    feed = AgendaFeed.objects.filter(member=request.user).first()
    private = partial(reverse, "gatherings:private_calendar")
    context: dict[str, Any] = {
        "address": settings.SITE_URL + private(args=[feed.token]) if feed else "",
        "public": settings.SITE_URL + reverse("gatherings:public_calendar"),
        "since": feed.at if feed else None,
        "events": queries.events_of(request.user, clock.now()),
    }
    return _guarded(request, render(request, "gatherings/agenda.html", context))


def _calendar(
    request: HttpRequest, entries: list[Entry], *, public: bool, name: str = "", file: str = ""
) -> HttpResponse:
    """A calendar with its tag, so that a program that asks every hour is told "nothing new" in one line."""
    content = write_calendar(entries, name=name)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=CONTENT_TYPE, headers={"ETag": tag})
    if not public:
        response["X-Robots-Tag"] = "noindex"
    if file:
        response["Content-Disposition"] = f'attachment; filename="{file}"'
    patch_cache_control(response, max_age=FRESH, **({"public": True} if public else {"private": True}))
    return get_conditional_response(request, etag=tag, response=response) or response


def _guarded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a member sees is theirs and stored nowhere; the rest is asked for again each time."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response
