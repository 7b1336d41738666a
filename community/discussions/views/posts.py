"""One post: found, edited, deleted, reacted to, flagged."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.discussions.access import post_or_404, source_or_404
from community.discussions.actions import posts as writing
from community.discussions.actions import reactions as reacting
from community.discussions.actions.composing import preview_of
from community.discussions.forms import EditForm
from community.discussions.models import Post, ReactionName
from community.discussions.queries.history import history_of
from community.discussions.queries.posts import first_of_page, one_post
from community.discussions.rules import LONGEST_POST, TalkRefused, check_edit
from community.discussions.views.replies import answer, refuse, status_of, wants_fragment
from community.discussions.voices import consents_of, hear
from community.members.trust import limits_of
from realtime import clock


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The post's own address: to its place in the thread, or its markup alone for a script."""
    found = post_or_404(pk, request.user, clock.now())
    if wants_fragment(request):
        return answer(request, "discussions/_post.html", {"post": one_post(found, request.user, clock.now())})
    return redirect(_place(found))


def _place(found: Post) -> str:
    url = found.thread.get_absolute_url()
    if found.number is None:
        return f"{url}?n={max(1, found.thread.last_number)}#attente-{found.pk}"
    start = first_of_page(found.number)
    return f"{url}?n={found.number}#p-{found.number}" if start > 1 else f"{url}#p-{found.number}"


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """A post's words as they were typed, for quoting."""
    found = source_or_404(pk, request.user, clock.now())
    return HttpResponse(found.source, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a post said before each of its edits, word by word."""
    found = source_or_404(pk, request.user, clock.now())
    return answer(
        request, "discussions/history.html", {"post": found, "steps": history_of(found), "url": _place(found)}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change what a post says."""
    found = source_or_404(pk, request.user, clock.now())
    user: Any = request.user
    status = 200
    form = EditForm(request.POST or None, initial={"text": found.source, "is_open": found.is_open})
    try:
        check_edit(found, user, limits_of(user.level, is_staff=user.is_staff).edit_window, clock.now())
        if request.method == "POST":
            status = 400
            if form.is_valid():
                edited = writing.edit_post(found, by=user, **form.cleaned_data)
                return _shown(request, edited)
    except TalkRefused as refusal:
        form.is_valid()
        status = refuse(form, refusal) if form.is_bound else _said(request, refusal)
        if not form.is_bound:
            return redirect(_place(found))
    heard = hear({user.pk: user}, found.thread) if found.author_id == user.pk else {}
    context = {
        "form": form,
        "post": found,
        "action": request.path,
        "back": _place(found),
        "consents": consents_of(user.pk, heard),
    }
    return answer(request, "discussions/edit.html", context, status)


def _said(request: HttpRequest, refusal: TalkRefused) -> int:
    messages.error(request, refusal.message)
    return status_of(refusal)


def _shown(request: HttpRequest, found: Post) -> HttpResponseBase:
    """The post as it is now: in its place, or its markup for a script."""
    if wants_fragment(request):
        return answer(request, "discussions/_post.html", {"post": one_post(found, request.user, clock.now())})
    return redirect(_place(found))


def _act(request: HttpRequest, pk: int, verb: Callable[..., Any], *args: Any) -> HttpResponseBase:
    """One act on a post; a refusal is said, and the post shown as it is."""
    found = post_or_404(pk, request.user, clock.now())
    try:
        verb(found, *args, by=request.user)
    except TalkRefused as refusal:
        if wants_fragment(request):
            return HttpResponse(refusal.message, status=status_of(refusal), content_type="text/plain; charset=utf-8")
        messages.error(request, refusal.message)
        return redirect(_place(found))
    return _shown(request, post_or_404(pk, request.user, clock.now()))


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a post out of sight."""
    return _act(request, pk, writing.delete_post)


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a deletion back."""
    return _act(request, pk, writing.restore_post)


@login_required
@require_http_methods(["POST", "DELETE"])
def reaction(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """React to a post, or take it back: DELETE, or a form that says `retirer`."""
    if name not in ReactionName.values:
        raise Http404(name)
    is_taken_back = request.method == "DELETE" or "retirer" in request.POST
    verb = reacting.remove_reaction if is_taken_back else reacting.add_reaction
    return _act(request, pk, verb, ReactionName(name))


@login_required
@require_http_methods(["POST", "DELETE"])
def best(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say that this answer settled the question, or that it did not."""
    is_taken_back = request.method == "DELETE" or "retirer" in request.POST
    return _act(request, pk, reacting.unmark_best if is_taken_back else reacting.mark_best)


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How the typed words would look; nothing is stored."""
    try:
        html = preview_of(request.POST.get("text", "")[: LONGEST_POST + 1], author=request.user)  # type: ignore[arg-type]  # a member
    except TalkRefused as refusal:
        return HttpResponse(refusal.message, status=status_of(refusal), content_type="text/plain; charset=utf-8")
    return answer(request, "discussions/_preview.html", {"html": html})
