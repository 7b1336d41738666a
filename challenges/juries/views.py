"""The addresses of a judging: a member's mark, a juror's desk, the published result."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from challenges.juries import queries
from challenges.juries.access import entered_or_404, judging_or_404, juror_or_404
from challenges.juries.actions.panel import declare_conflict, judge_entry, write_note
from challenges.juries.actions.seating import take_seat
from challenges.juries.actions.votes import mark_entry, withdraw_mark
from challenges.juries.rules import (
    ConflictOfInterest,
    MarkOutOfRange,
    NotEligible,
    NotJuror,
    OwnEntry,
    Suspended,
    VoteRefused,
)
from challenges.qdefis.models import Entry
from community.discussions.views.replies import answer, wants_fragment
from community.members.models import Member
from realtime import clock

VERIFIER = settings.BASE_DIR / "docs" / "verify_qdefi.py"
FORBIDDEN = (ConflictOfInterest, NotEligible, NotJuror, OwnEntry, Suspended)
A_PAGE = 24


@require_http_methods(["GET", "POST", "DELETE"])
def vote(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A member's mark for an entry: POST gives or changes it, with `withdraw` (or DELETE) takes it back."""
    entry = entered_or_404(slug, code, request.user)
    back = _back(request, entry.get_absolute_url()) + f"#voix-{code}"
    if request.method == "GET":  # somebody came here by signing in
        return HttpResponseRedirect(back)
    if not isinstance(request.user, Member):
        return redirect_to_login(back)
    try:
        if request.method == "DELETE" or "withdraw" in request.POST:
            withdraw_mark(entry, by=request.user)
        else:
            mark_entry(entry, by=request.user, mark=_number(request.POST.get("mark", "")))
    except VoteRefused as refusal:
        return _refused(request, refusal, back)
    if wants_fragment(request):
        return _fragment(request, entry)
    messages.success(request, _("C’est noté. On peut changer d’avis jusqu’à la clôture."))
    return HttpResponseRedirect(back)


@login_required
@require_safe
def jury(request: HttpRequest, slug: str) -> HttpResponse:
    """A juror's desk: what is left to judge, with their marks and notes, from a start of their own."""
    now = clock.now()
    judging, juror = juror_or_404(slug, request.user, now)
    after = _number(request.GET.get("suite", "")) or 0
    start = take_seat(judging, juror.member_id) if judging.opened_at else 0
    desk = queries.desk_for(judging, juror, start, after, A_PAGE) if judging.settled_at is None else None
    context = {"qdefi": judging.qdefi, "judging": judging, "desk": desk, "back": request.get_full_path()}
    return answer(request, "juries/jury.html", context)


@login_required
@require_POST
def judge(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What a juror does with an entry: a mark, a note for themselves, or stepping back from it."""
    entry = entered_or_404(slug, code, request.user)
    assert isinstance(request.user, Member)  # noqa: S101 -- the view asked
    back = _back(request, f"/qdefis/{slug}/jury/") + f"#voix-{code}"
    try:
        if request.POST.get("do") == "conflict":
            declare_conflict(entry, by=request.user)
        elif request.POST.get("do") == "note":
            write_note(entry, by=request.user, text=request.POST.get("note", ""))
        else:
            judge_entry(entry, by=request.user, mark=_number(request.POST.get("mark", "")))
    except VoteRefused as refusal:
        return _refused(request, refusal, back)
    return HttpResponseRedirect(back)


@require_safe
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """The published result, byte by byte as it was hashed; not found before."""
    judging = judging_or_404(slug, request.user, clock.now())
    content = queries.published_bytes(judging)
    if content is None:
        raise Http404(slug)
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"ETag": f'"{judging.digest}"', "Cache-Control": "public, no-cache"},
    )


@require_safe
def verifier(request: HttpRequest) -> FileResponse:
    """The program with which a stranger counts again, as it lies in the repository."""
    return FileResponse(VERIFIER.open("rb"), content_type="text/x-python; charset=utf-8", filename=VERIFIER.name)


def _fragment(request: HttpRequest, entry: Entry) -> HttpResponse:
    now = clock.now()
    judging = judging_or_404(entry.qdefi.slug, request.user, now)
    marking = queries.markings_for(request.user, judging, [entry.pk], now).get(entry.pk)
    context: dict[str, Any] = {"beside": {"marking": marking, "back": request.POST.get("back", "")}}
    return answer(request, "juries/_mark.html", context)


def _refused(request: HttpRequest, refusal: VoteRefused, back: str) -> HttpResponse:
    """Said on the page one came from; to a script as a sentence with the status that says the same."""
    if wants_fragment(request):
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, FORBIDDEN) else HTTPStatus.CONFLICT
        if isinstance(refusal, MarkOutOfRange):
            status = HTTPStatus.BAD_REQUEST
        return HttpResponse(str(refusal.message), status=status, content_type="text/plain; charset=utf-8")
    messages.error(request, str(refusal.message))
    return HttpResponseRedirect(back.partition("#")[0])  # at its head, where the refusal is read


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page one came from, if it is one of ours."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back.partition("#")[0] if is_ours else otherwise


def _number(written: str) -> int | None:
    """A number as forms write it; None for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else None
