"""The pages of Qdéfis: all of them, one with its gallery, one entry, and what one does to take part."""

import secrets
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from challenges.qdefis import beside, queries
from challenges.qdefis.access import entry_or_404, own_entry_or_404, qdefi_or_404
from challenges.qdefis.actions.entering import enter_qdefi, save_draft, withdraw_entry
from challenges.qdefis.forms import EntryForm
from challenges.qdefis.models import Entry, EntryState, Kind, Phase, Qdefi
from challenges.qdefis.rules import (
    AddressUnconfirmed,
    EntriesClosed,
    EntriesNotOpen,
    EntryHidden,
    EntryRefused,
    EntryTwice,
    EntryWithdrawn,
    QuizAnsweredTwice,
    ResultsPublished,
    Suspended,
    may_manage,
)
from community.discussions.rules import TalkRefused
from community.discussions.views.replies import answer, status_of
from community.members.models import Member
from community.pictures.actions import take_picture
from community.pictures.door import PictureRefused
from realtime import clock

CONFLICTS = (
    EntriesClosed,
    EntriesNotOpen,
    EntryHidden,
    EntryTwice,
    EntryWithdrawn,
    QuizAnsweredTwice,
    ResultsPublished,
)
FORBIDDEN = (Suspended, AddressUnconfirmed)
OVER = (EntryState.WITHDRAWN, EntryState.HIDDEN)


@require_safe
def qdefis(request: HttpRequest) -> HttpResponse:
    """What one can play now, and what is over."""
    shelf = queries.shelf(clock.now(), request.GET.get("page", 1))
    return answer(request, "qdefis/qdefis.html", {"shelf": shelf})


@require_safe
def qdefi(request: HttpRequest, slug: str) -> HttpResponse:
    """One Qdéfi: the brief, the rules, how far it has come, and a page of its gallery."""
    row, now = qdefi_or_404(slug, request.user), clock.now()
    gallery = queries.gallery(row, request.user, request.GET.get("suite", ""))
    cards = beside.on_cards(request, row, [card.pk for card in gallery.cards], now)
    mine, page = queries.mine_in(row, request.user), queries.qdefi_page(row, now)
    context = {
        "page": page,
        "line": page.line,
        "row": row,
        "gallery": gallery,
        "shown": [(card, cards[card.pk]) for card in gallery.cards],
        "is_first": "suite" not in request.GET,
        "mine": mine,
        "may_enter": page.line.is_open and len(mine) < row.most_entries,
        "draft": next((each for each in mine if page.line.is_open and each.state == EntryState.DRAFT), None),
        "beside": beside.on_qdefi(request, row, now),
        "manages": may_manage(request.user),
    }
    return answer(request, "qdefis/qdefi.html", context)


@require_safe
def entry(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One entry: its photos or its words, what parts above show beside it, and what is said about it."""
    row, now = entry_or_404(slug, code, request.user), clock.now()
    before, after = queries.neighbours_of(row) if row.is_standing and row.qdefi.shows_entries() else ("", "")
    page = queries.entry_page(row, request.user)
    context = {
        "row": row,
        "page": page,
        "card": page.card,
        "line": queries.line_of(row.qdefi, now),
        "before": before,
        "after": after,
        "is_public": row.is_standing and row.qdefi.shows_entries(),
        "may_edit": page.card.is_own and _may_edit(row, now),
        "may_withdraw": page.card.is_own and _may_withdraw(row),
        "beside": beside.on_entry(request, row, now),
    }
    return answer(request, "qdefis/entry.html", context)


def _may_withdraw(row: Entry) -> bool:
    return row.state not in OVER and (row.qdefi.settled_at is None or row.state == EntryState.DRAFT)


def _may_edit(row: Entry, now: datetime) -> bool:
    is_answered = row.qdefi.kind == Kind.QUIZ and row.is_entered
    return row.qdefi.phase(now) == Phase.ENTRIES and row.state not in OVER and not is_answered


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Take part. What is refused comes back with every word and every photo that had arrived."""
    row = qdefi_or_404(slug, request.user)
    if request.method != "POST":
        if row.phase(clock.now()) != Phase.ENTRIES:
            return redirect(row)
        mine = queries.mine_in(row, request.user)
        if len(mine) >= row.most_entries:
            return redirect("qdefis:edit", slug, mine[0].code) if len(mine) == 1 else redirect(row)
    return _form(request, row, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """Change an entry until the close, or hand in a draft."""
    entry = own_entry_or_404(slug, code, request.user)
    if request.method != "POST" and not _may_edit(entry, clock.now()):
        return redirect(entry)
    return _form(request, entry.qdefi, entry)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """Take an entry back: a page that asks, and a button that does."""
    entry = own_entry_or_404(slug, code, request.user)
    if request.method != "POST":
        return answer(request, "qdefis/withdraw.html", {"entry": entry, "qdefi": entry.qdefi})
    try:
        withdraw_entry(entry, by=request.user)  # type: ignore[arg-type]  # a member: the view asked
    except EntryRefused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(entry)
    messages.success(request, _("C’est retiré. Personne ne la voit plus."))
    return redirect(entry.qdefi)


def _form(request: HttpRequest, row: Qdefi, entry: Entry | None) -> HttpResponseBase:
    assert isinstance(request.user, Member)  # noqa: S101 -- the views ask
    initial: dict[str, Any] = {"key": secrets.token_hex(16), "member": request.user.pk}
    if entry is None:
        initial |= {"language": get_language()}
    questions = queries.questions_for(row) if row.kind == Kind.QUIZ else []
    form = EntryForm(request.POST or None, qdefi=row, questions=questions, entry=entry, initial=initial)
    status: int = HTTPStatus.OK
    error, accepted = "", _accepted(request, entry)
    if request.method == "POST":
        error = _take_photos(request, form)
        is_draft = request.POST.get("do") == "draft"
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid() and not error:
            try:
                done = _save(request.user, form, accepted, is_draft=is_draft)
            except EntryRefused as refusal:
                status = _refuse(form, refusal)
                error = str(refusal.message) if refusal.field in ("", "pictures", "terms", "answers") else ""
            except TalkRefused as refusal:
                form.add_error("title" if refusal.code == "title" else "text", refusal.message)
                status = status_of(refusal)
            else:
                _say(request, done)
                return redirect(f"{done.get_absolute_url()}?fait=1")  # what the browser kept may go
    context = {
        "form": form,
        "qdefi": row,
        "entry": entry,
        "page": queries.qdefi_page(row, clock.now()),
        "accepted": accepted,
        "error": error,
    }
    return answer(request, "qdefis/enter.html", context, status)


def _save(by: Member, form: EntryForm, accepted: int | None, *, is_draft: bool) -> Entry:
    key = form.cleaned_data.get("key", "") if form.entry is None else ""
    entered = form.entered()
    if is_draft:
        return save_draft(form.qdefi, by=by, entered=entered, key=key, entry=form.entry)
    return enter_qdefi(form.qdefi, by=by, entered=entered, accepted=accepted, key=key, entry=form.entry)


def _take_photos(request: HttpRequest, form: EntryForm) -> str:
    """Take the photos that came with the plain form; from now on they are the form's. Returns what was refused."""
    for upload in form.uploads(request.FILES.getlist("files")):
        try:
            picture = take_picture(request.user, upload)
        except PictureRefused as refusal:
            return f"{upload.name} : {refusal.message}"
        form.added.append((picture.token, ""))
    return ""


def _accepted(request: HttpRequest, entry: Entry | None) -> int | None:
    """The version of the terms whose box is ticked; before anything is posted, what the entry agreed to."""
    if request.method != "POST":
        return entry.terms_version if entry else None
    given = request.POST.get("terms", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else None


def _refuse(form: EntryForm, refusal: EntryRefused) -> int:
    """Write a refusal where it belongs; returns the status that says the same."""
    if refusal.field in form.fields:
        form.add_error(refusal.field, str(refusal.message))
    if isinstance(refusal, FORBIDDEN):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.CONFLICT if isinstance(refusal, CONFLICTS) else HTTPStatus.BAD_REQUEST


def _say(request: HttpRequest, entry: Entry) -> None:
    match entry.state:
        case EntryState.DRAFT:
            messages.success(request, _("C’est gardé. Tant que ce n’est pas envoyé, tu es seul à le voir."))
        case EntryState.HELD:
            messages.info(request, _("C’est envoyé. Quelqu’un de la modération la lit d’abord ; toi, tu la vois déjà."))
        case _ if entry.qdefi.kind == Kind.QUIZ:
            messages.success(request, _("Tes réponses sont envoyées. Les bonnes paraissent avec les résultats."))
        case _:
            messages.success(request, _("Ta participation est envoyée. Tu peux la modifier jusqu’à la clôture."))
