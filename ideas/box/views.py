"""The pages of the box: its lists, the board, one idea, and what one does with it."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.discussions.rules import TalkRefused
from community.discussions.views.replies import answer, status_of, text_with_picture, wants_fragment
from community.members.models import Member
from community.search.queries import search
from community.universes.models import Universe
from ideas.box.access import idea_or_404
from ideas.box.actions.editing import edit_idea
from ideas.box.actions.following import follow_idea, unfollow_idea
from ideas.box.actions.proposing import propose_idea
from ideas.box.actions.supporting import support_idea, withdraw_support
from ideas.box.forms import EditForm, IdeaForm
from ideas.box.models import Idea, IdeaState, Visibility
from ideas.box.queries.alike import ideas_alike
from ideas.box.queries.history import history_of
from ideas.box.queries.ideas import budget_for, follows, idea_line, idea_page
from ideas.box.queries.lists import ORDERS, Asked, IdeaList, board, idea_list
from ideas.box.rules import check_edit, is_editable, may_manage
from ideas.box.search import IDEA

VIEWS = ("soutenues", "miennes")
LONGEST_QUESTION = 200
STATUS = {"answered": 409, "ended": 409, "gone": 409, "budget": 409, "suspended": 403, "ideas_a_day": 429}
# In which field of the form a refusal is said; the others under the words.
FIELDS = {"title": "title", "price": "price_to"}


@require_safe
def box(request: HttpRequest) -> HttpResponse:
    """Ideas: those that rise, unless something else is asked for; `?q=` searches among them."""
    asked = _asked(request)
    question = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    found = _found(request, question) if question else idea_list(asked, request.user)
    context = {
        "asked": asked,
        "question": question,
        "found": found,
        "states": IdeaState.choices,
        "universes": Universe.objects.all(),
        "budget": budget_for(request.user),
        "is_first": not asked.after,
    }
    return answer(request, "box/_ideas.html" if wants_fragment(request) else "box/box.html", context)


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    return Asked(
        order=given.get("tri", "") if given.get("tri") in ORDERS else "",
        state=given.get("etat", "") if given.get("etat") in IdeaState.values else "",
        universe=given.get("univers", "").replace("\0", ""),
        view=given.get("vue", "") if given.get("vue") in VIEWS else "",
        after=given.get("suite", ""),
    )


def _found(request: HttpRequest, question: str) -> IdeaList:
    lines = search(request, question, kind=IDEA).lines
    return IdeaList(tuple(line.row["idea"] for line in lines), "")


@require_safe
def roadmap(request: HttpRequest) -> HttpResponse:
    """The board: a column for each state."""
    return answer(request, "box/roadmap.html", {"columns": board(request.user), "budget": budget_for(request.user)})


@require_safe
def numbered(request: HttpRequest, number: int) -> HttpResponse:
    """An idea by its number alone leads to its whole address."""
    return redirect(idea_or_404(number, request.user))


@require_safe
def idea(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """One idea: why, how far it has come, who stands behind it, what is said about it."""
    row = idea_or_404(number, request.user)
    if slug != row.slug:
        return redirect(row, permanent=True)
    template = "box/_parts.html" if wants_fragment(request) else "box/idea.html"
    return answer(request, template, _page(request, row))


def _page(request: HttpRequest, row: Idea) -> dict[str, Any]:
    page = idea_page(row, request.user)
    return {
        "page": page,
        "line": page.line,
        "budget": budget_for(request.user),
        "is_followed": follows(row, request.user),
        "is_held": row.visibility == Visibility.HELD,
        "manages": may_manage(request.user),
        "may_edit": is_editable(row, request.user),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponseBase:
    """Propose an idea. What is refused comes back with every word."""
    initial = {"language": get_language(), "key": secrets.token_hex(16), "title": request.GET.get("titre", "")}
    form = IdeaForm(request.POST or None, request.FILES or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        try:
            if typed := _typed(request, form):
                return _proposed(request, propose_idea(by=request.user, **typed))  # type: ignore[arg-type]  # a member
        except TalkRefused as refusal:
            status = _beside(form, refusal)
    alike = ideas_alike(request, str(form["title"].value() or ""))
    return answer(request, "box/propose.html", {"form": form, "alike": alike}, status)


def _typed(request: HttpRequest, form: IdeaForm) -> dict[str, Any] | None:
    """What was typed, as the actions take it; None for a form that is wrong. A picture is kept in its text anyway."""
    is_whole = form.is_valid()
    known = form.cleaned_data
    if not {"picture", "description"} & form.errors.keys():
        known["text"] = text_with_picture(form, request.user)  # type: ignore[arg-type]  # a member: the view asked
    return {name: known[name] for name in known if name not in {"picture", "description"}} if is_whole else None


def _proposed(request: HttpRequest, row: Idea) -> HttpResponse:
    if row.is_shown:
        messages.success(request, _("Ton idée est dans la boîte. À toi de convaincre les autres."))
    else:
        messages.info(request, _("C’est envoyé. Quelqu’un de la modération la lit d’abord ; toi, tu la vois déjà."))
    return redirect(row)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    """Change what an idea says. What is refused comes back with every word."""
    row = idea_or_404(number, request.user)
    known: dict[str, Any] = {"title": row.title, "text": row.source, "universe": row.universe.slug}
    known |= {"price_from": row.price_from, "price_to": row.price_to}
    form = EditForm(request.POST or None, request.FILES or None, initial=known)
    status = 200
    if request.method == "POST":
        status = 400
        try:
            if typed := _typed(request, form):
                return _edited(request, edit_idea(row, by=request.user, **typed))  # type: ignore[arg-type]  # a member
        except TalkRefused as refusal:
            status = _beside(form, refusal)
    else:
        try:
            check_edit(row, request.user)
        except TalkRefused as refusal:
            messages.error(request, refusal.message)
            return redirect(row)
    return answer(request, "box/edit.html", {"form": form, "idea": row}, status)


def _edited(request: HttpRequest, row: Idea) -> HttpResponse:
    if row.is_shown:
        messages.success(request, _("C’est enregistré. Ce que l’idée disait avant reste lisible dans son historique."))
    else:
        messages.info(request, _("C’est enregistré. Quelqu’un de la modération relit d’abord ; toi, tu la vois déjà."))
    return redirect(row)


def _beside(form: IdeaForm, refusal: TalkRefused) -> int:
    """Write a refusal beside what was typed; returns the status."""
    form.add_error(FIELDS.get(refusal.code, "text"), refusal.message)
    return STATUS.get(refusal.code) or status_of(refusal)


@require_safe
def history(request: HttpRequest, number: int) -> HttpResponse:
    """What an idea said before each of its edits, word by word."""
    row = idea_or_404(number, request.user)
    return answer(request, "box/history.html", {"idea": row, "edits": history_of(row)})


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """Ideas much like the title that is being typed: the part of the form that shows them."""
    title = request.GET.get("titre", "")[:LONGEST_QUESTION]
    if not wants_fragment(request):
        return redirect("box:box")
    return answer(request, "box/_alike.html", {"alike": ideas_alike(request, title)})


@require_http_methods(["GET", "POST", "DELETE"])
def support(request: HttpRequest, number: int) -> HttpResponse:
    """A member's support: POST gives it, DELETE (or POST with `retirer`) takes it back.

    A script is answered by the button as it is now; a plain form goes back to where it was pressed.
    """
    row = idea_or_404(number, request.user)
    if not isinstance(request.user, Member):
        return redirect_to_login(row.get_absolute_url())
    if request.method == "GET":
        return _button(request, row) if wants_fragment(request) else redirect(row)
    verb = withdraw_support if request.method == "DELETE" or "retirer" in request.POST else support_idea
    try:
        verb(row, by=request.user)
    except TalkRefused as refusal:
        if wants_fragment(request):
            return _refused(refusal)
        messages.error(request, refusal.message)
    return _button(request, row) if wants_fragment(request) else _back(request, row)


@require_http_methods(["GET", "POST", "DELETE"])
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """Following an idea: POST begins, DELETE (or POST with `retirer`) ends."""
    row = idea_or_404(number, request.user)
    if not isinstance(request.user, Member):
        return redirect_to_login(row.get_absolute_url())
    if request.method != "GET":
        verb = unfollow_idea if request.method == "DELETE" or "retirer" in request.POST else follow_idea
        verb(row, by=request.user)
    return HttpResponse(status=204) if wants_fragment(request) else _back(request, row)


def _button(request: HttpRequest, row: Idea) -> HttpResponse:
    context = {"line": idea_line(row.pk, request.user), "budget": budget_for(request.user)}
    return answer(request, "box/_backing.html", context)


def _refused(refusal: TalkRefused) -> HttpResponse:
    status = STATUS.get(refusal.code) or status_of(refusal)
    return HttpResponse(refusal.message, status=status, content_type="text/plain; charset=utf-8")


def _back(request: HttpRequest, row: Idea) -> HttpResponseRedirect:
    """To the page of ours where the form stood, else to the idea."""
    there = request.POST.get("suite", "")
    if url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(there)
    return redirect(row)
