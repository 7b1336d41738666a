"""Questions: asked about a thing, and shared by those who have them, too."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from community.discussions.access import thread_or_404
from community.discussions.actions import questions
from community.discussions.forms import ThreadForm
from community.discussions.queries.posts import thread_view
from community.discussions.rules import TalkRefused
from community.discussions.subjects import subject_called
from community.discussions.views.replies import answer, status_of, wants_fragment
from community.discussions.views.threads import opened, written
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
    first, status = opened(request, form, partial(questions.ask_under, thing))
    if first:
        return written(request, first)
    context = {"form": form, "action": request.path, "back": subject.url(thing), "about": subject.title(thing)}
    return answer(request, "discussions/new_thread.html", context | {"is_question": True}, status)


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
