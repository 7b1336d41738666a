"""A thread: read from any place in it, answered, opened, set in order."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.discussions.access import category_or_404, thread_or_404
from community.discussions.actions import posts as writing
from community.discussions.actions import threads as ordering
from community.discussions.actions.reading import mark_read, set_category_stance, set_stance
from community.discussions.forms import PostForm, StanceForm, ThreadForm, TitleForm
from community.discussions.linked_data import posting, question
from community.discussions.models import Category, Post, Stance, Thread
from community.discussions.queries.posts import (
    first_at,
    first_of_page,
    first_unread,
    one_post,
    posts_after,
    quote_of,
    thread_page,
)
from community.discussions.queries.threads import CategoryLine, category_line
from community.discussions.rules import TalkRefused
from community.discussions.subjects import subject_called
from community.discussions.views.replies import answer, refuse, status_of, text_with_picture, wants_fragment
from community.moderation.queries import writing_refusal
from community.moderation.rules import may_moderate
from realtime import clock

ZURICH = ZoneInfo("Europe/Zurich")


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """One page of a thread: `?n=` begins at the page of a post, `?n=suite` where one left off, `?date=` at a day.

    POST answers in it.
    """
    found = thread_or_404(pk, request.user, clock.now())
    if request.method == "POST":
        return _reply(request, found)
    if slug != found.slug:
        asked = request.META["QUERY_STRING"]
        return redirect(found.get_absolute_url() + (f"?{asked}" if asked else ""), permanent=True)
    return _page(request, found, PostForm(initial=_answering(request, found)))


def _answering(request: HttpRequest, found: Thread) -> dict[str, Any]:
    """What the composer begins with: `?reponse=` names the post to answer, `?citer=` the one to quote."""
    cited = request.GET.get("citer", "")
    asked = cited or request.GET.get("reponse", "")
    if not (request.user.is_authenticated and asked.isascii() and asked.isdigit() and len(asked) < 19):
        return {}
    post = Post.objects.shown().filter(pk=asked, thread=found).select_related("author").first()
    if post is None:
        return {}
    return {"reply_to": post.pk, "text": quote_of(post) if cited else ""}


def _page(
    request: HttpRequest, found: Thread, form: PostForm, status: int = 200, renaming: TitleForm | None = None
) -> HttpResponse:
    now = clock.now()
    page = thread_page(found, request.user, now, start=first_of_page(_wanted(request, found)))
    context = {"page": page, "thread": page.thread, "form": form, "stances": Stance.choices, "renaming": renaming}
    if request.user.is_authenticated:
        context["silenced"] = writing_refusal(request.user, now)
    if found.category_id is not None:
        context["data"] = (question if found.is_question else posting)(page, settings.SITE_URL)
    if page.thread.may_moderate:
        context["tables"] = [category_line(each) for each in Category.objects.select_related("universe")]
    return answer(request, "discussions/thread.html", context, status)


def _wanted(request: HttpRequest, found: Thread) -> int:
    """The number of the post somebody asks for; what makes no sense is the first one."""
    asked, day = request.GET.get("n", ""), request.GET.get("date", "")
    if asked == "suite":
        return first_unread(found, request.user)
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return max(1, int(asked))
    try:
        return first_at(found, datetime.combine(date.fromisoformat(day), time(), ZURICH)) if day else 1
    except ValueError:
        return 1


def _reply(request: HttpRequest, found: Thread) -> HttpResponseBase:
    form = PostForm(request.POST, request.FILES)
    status = 403
    if not request.user.is_authenticated:
        form.is_valid()
        form.add_error("text", TalkRefused("login_required").message)
    elif form.is_valid():
        try:
            return written(request, _write(request, form, lambda: found))
        except TalkRefused as refusal:
            status = refuse(form, refusal)
    else:
        status = 400
    return _refused(request, found, form, status)


def _write(request: HttpRequest, form: PostForm, place: Callable[[], Thread]) -> Post:
    """Write what the form holds; the thread is made in the same transaction when it is not there yet."""
    text = text_with_picture(form, request.user)  # type: ignore[arg-type]  # a member: the caller asked
    with transaction.atomic():
        found, data = place(), form.cleaned_data
        answered = Post.objects.filter(pk=data["reply_to"], thread=found).first() if data["reply_to"] else None
        return writing.write_post(
            found,
            by=request.user,  # type: ignore[arg-type]  # a member: the caller asked
            text=text,
            reply_to=answered,
            key=data["key"],
            typed_ms=data["typed_ms"],
            is_open=data["is_open"],
        )


def written(request: HttpRequest, post: Post) -> HttpResponse:
    """Where a new post stands, or its own markup for a script."""
    if wants_fragment(request):
        view = one_post(post, request.user, clock.now())
        return answer(request, "discussions/_post.html", {"post": view}, 201)
    if post.number is None:
        messages.info(
            request, _("C’est envoyé. Quelqu’un de la modération le lit d’abord ; tu le vois en bas du sujet.")
        )
    return redirect(post)


def _refused(request: HttpRequest, found: Thread, form: PostForm, status: int) -> HttpResponse:
    if wants_fragment(request):
        return answer(request, "discussions/_composer.html", {"form": form, "action": found.get_absolute_url()}, status)
    return _page(request, found, form, status)


@require_POST
def under_subject(request: HttpRequest, name: str, key: str) -> HttpResponseBase:
    """Answer under an article, a drop or whatever else is talked about; its thread is made by the first post."""
    subject = subject_called(name)
    thing = subject.find(key) if subject else None
    if not subject or thing is None or not subject.may_read(thing, request.user, clock.now()):
        raise Http404(name)
    if not request.user.is_authenticated:
        return redirect_to_login(subject.url(thing))
    form = PostForm(request.POST, request.FILES)
    status = 400
    if form.is_valid():
        try:
            return written(request, _write(request, form, lambda: ordering.thread_under(thing)))
        except TalkRefused as refusal:
            status = refuse(form, refusal)
    context = {"form": form, "action": request.path, "title": subject.title(thing), "back": subject.url(thing)}
    fragment = wants_fragment(request)
    return answer(request, "discussions/_composer.html" if fragment else "discussions/write.html", context, status)


@require_safe
def fresh(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What came after post `?apres=`: the posts behind « 3 nouveaux messages »."""
    found = thread_or_404(pk, request.user, clock.now())
    after = request.GET.get("apres", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    posts = posts_after(found, request.user, clock.now(), number)
    return answer(request, "discussions/_posts.html", {"posts": posts})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_thread(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Open a thread at a table."""
    table = category_or_404(slug)
    form = ThreadForm(
        request.POST or None,
        request.FILES or None,
        initial={"language": table.language or get_language(), "kind": request.GET.get("genre", "talk")},
    )
    first, status = opened(
        request, form, lambda **words: ordering.start_thread(table, kind=form.cleaned_data["kind"], **words)
    )
    if first:
        return written(request, first)
    line = category_line(table)
    context = {"form": form, "table": line, "action": request.path, "back": line.url, "is_question": _asks(line, form)}
    return answer(request, "discussions/new_thread.html", context, status)


def _asks(table: CategoryLine, form: ThreadForm) -> bool:
    """Whether what is opened is a question, as far as the page knows."""
    return table.kind == "questions" or (table.kind == "both" and form["kind"].value() == "question")


def opened(request: HttpRequest, form: ThreadForm, start: Callable[..., Post]) -> tuple[Post | None, int]:
    """The first post of what the form opens; or none, a status, and the sentence in the form."""
    if request.method != "POST":
        return None, 200
    if not form.is_valid():
        return None, 400
    data = form.cleaned_data
    try:
        text = text_with_picture(form, request.user)  # type: ignore[arg-type]  # a member: the view asked
        words = {name: data[name] for name in ("title", "language", "key", "typed_ms")}
        return start(by=request.user, text=text, **words), 200
    except TalkRefused as refusal:
        return None, refuse(form, refusal)


@login_required
@require_POST
def read_to(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remember how far one has read."""
    found = thread_or_404(pk, request.user, clock.now())
    asked = request.POST.get("n", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else found.last_number
    mark_read(found.pk, number, by=request.user)  # type: ignore[arg-type]  # a member: the view asked
    return HttpResponse(status=204) if wants_fragment(request) else redirect(found)


@login_required
@require_POST
def stance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Follow a thread more or less closely."""
    found = thread_or_404(pk, request.user, clock.now())
    form = StanceForm(request.POST)
    if form.is_valid():
        set_stance(found, Stance(form.cleaned_data["stance"]), by=request.user)  # type: ignore[arg-type]  # a member
    return HttpResponse(status=204) if wants_fragment(request) else redirect(found)


@login_required
@require_POST
def category_stance(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a table more or less closely."""
    table = category_or_404(slug)
    form = StanceForm(request.POST)
    if form.is_valid():
        set_category_stance(table, Stance(form.cleaned_data["stance"]), by=request.user)  # type: ignore[arg-type]  # a member
    return HttpResponse(status=204) if wants_fragment(request) else redirect(table)


@login_required
@require_POST
def order(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Close, reopen, pin, unpin, move or rename: the moderation's acts, and the author's title."""
    found = thread_or_404(pk, request.user, clock.now())
    if not may_moderate(request.user) and not (verb == "renommer" and found.author_id == request.user.pk):
        raise Http404(verb)
    form = TitleForm(request.POST)
    try:
        _order(found, verb, request, form)
    except TalkRefused as refusal:
        if verb == "renommer":  # the new title comes back beside its refusal
            form.is_valid()
            form.errors["title"] = form.error_class([refusal.message])
            return _page(request, found, PostForm(), status_of(refusal), renaming=form)
        messages.error(request, refusal.message)
    return redirect(found)


def _order(found: Thread, verb: str, request: HttpRequest, form: TitleForm) -> None:
    by: Any = request.user
    plain = {
        "fermer": ordering.close_thread,
        "rouvrir": ordering.reopen_thread,
        "epingler": ordering.pin_thread,
        "desepingler": ordering.unpin_thread,
    }
    if verb in plain:
        plain[verb](found, by=by)
    elif verb == "deplacer":
        ordering.move_thread(found, category_or_404(request.POST.get("table", "").replace("\0", "")), by=by)
    else:
        ordering.rename_thread(found, form.cleaned_data["title"] if form.is_valid() else "", by=by)
