"""Questions: asked about a thing, and shared by those who have them, too."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from community.discussions.access import thread_or_404
from community.discussions.actions import questions
from community.discussions.forms import ThreadForm
from community.discussions.models import Post
from community.discussions.queries.posts import thread_view
from community.discussions.rules import TalkRefused
from community.discussions.subjects import subject_called
from community.discussions.views.replies import answer, refuse, status_of, text_with_picture, wants_fragment
from community.discussions.views.threads import written
from realtime import clock


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, name: str, key: str) -> HttpResponseBase:
    """Ask something about a drop or whatever else takes questions; each has a thread of its own."""
    subject = subject_called(name)
    thing = subject.find(key) if subject and subject.takes_questions else None
    if not subject or thing is None or not subject.may_read(thing, request.user, clock.now()):
        raise Http404(name)
    form = ThreadForm(request.POST or None, request.FILES or None, initial={"language": get_language()})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                return written(request, _ask(request, thing, form))
            except TalkRefused as refusal:
                status = refuse(form, refusal)
    context = {"form": form, "action": request.path, "back": subject.url(thing), "about": subject.title(thing)}
    return answer(request, "discussions/new_thread.html", context | {"is_question": True}, status)


def _ask(request: HttpRequest, thing: Any, form: ThreadForm) -> Post:
    data = form.cleaned_data
    return questions.ask_under(
        thing,
        by=request.user,  # type: ignore[arg-type]  # a member: the view asked
        title=data["title"],
        text=text_with_picture(form, request.user),  # type: ignore[arg-type]  # a member: the view asked
        language=data["language"],
        key=data["key"],
        typed_ms=data["typed_ms"],
    )


@login_required
@require_http_methods(["POST", "DELETE"])
def shared(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one has this question, too, or take it back: DELETE, or a form that says `retirer`."""
    found = thread_or_404(pk, request.user, clock.now())
    is_taken_back = request.method == "DELETE" or "retirer" in request.POST
    verb = questions.unshare_question if is_taken_back else questions.share_question
    try:
        verb(found, by=request.user)  # type: ignore[arg-type]  # a member: the view asked
    except TalkRefused as refusal:
        if wants_fragment(request):
            return HttpResponse(refusal.message, status=status_of(refusal), content_type="text/plain; charset=utf-8")
        messages.error(request, refusal.message)
        return redirect(found)
    if not wants_fragment(request):
        return redirect(found)
    view = thread_view(thread_or_404(pk, request.user, clock.now()), request.user, clock.now())
    return answer(request, "discussions/_shared.html", {"thread": view})
