"""The team's pages of ideas in the back office. For everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from community.members.models import Member
from community.universes.models import Universe
from ideas.box.actions.desk import assign_idea, note_idea
from ideas.box.actions.moving import merge_idea, move_idea, move_ideas
from ideas.box.models import Idea, IdeaState, Visibility
from ideas.box.queries.alike import ideas_alike
from ideas.box.queries.desk import Filters, desk, export_rows, keepers, moves_of, notes_of
from ideas.box.queries.ideas import idea_page
from ideas.box.rules import IdeaRefused, may_manage
from ideas.box.staff import AssignForm, BulkForm, MergeForm, MoveForm, NoteForm, as_csv, as_json

AView = Callable[..., HttpResponseBase]


def keepers_only(view: AView) -> AView:
    """Answer "not found" to everybody else, whatever stands behind the address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_manage(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _filters(request: HttpRequest) -> Filters:
    given = request.GET
    return Filters(given.get("etat", ""), given.get("univers", "").replace("\0", ""), given.get("qui", ""))


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """All ideas, filtered, with one step for all that are ticked."""

    template_name = "box/staff/desk.html"
    page_title = _("Boîte à idées")
    header_icon = "form"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": gettext("Boîte à idées")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("suite", "")
        place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None
        member = self.request.user
        assert isinstance(member, Member)  # noqa: S101 -- `keepers_only` has asked
        lines, after = desk(_filters(self.request), member, place)
        known: dict[str, Any] = {
            "filters": _filters(self.request),
            "lines": lines,
            "after": after,
            "states": IdeaState.choices,
            "universes": Universe.objects.all(),
            "form": BulkForm(numbers=[line.number for line in lines]),
        }
        return super().get_context_data(**kwargs) | known | kwargs

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """One step for several; which of them could not take it is said by name, the others have taken it."""
        ticked = [int(number) for number in request.POST.getlist("ideas") if number.isdigit() and len(number) < 19]
        form = BulkForm(request.POST, numbers=ticked)
        if not form.is_valid():
            messages.error(request, gettext("Coche des idées, choisis un état et dis ce que la maison répond."))
            return self.render_to_response(self.get_context_data(form=form))
        rows = list(Idea.objects.filter(pk__in=ticked).order_by("pk"))
        refused = move_ideas(rows, form.cleaned_data["to"], by=_member(request), answer=form.cleaned_data["answer"])
        for row, refusal in refused:
            messages.error(request, f"{row.pk}, « {row.title} » : {refusal.message}")
        if done := len(rows) - len(refused):
            sentence = ngettext("%(n)s idée a avancé.", "%(n)s idées ont avancé.", done)
            messages.success(request, sentence % {"n": done})
        return redirect(request.get_full_path())


class OfOneIdea(WagtailAdminTemplateMixin, TemplateView):
    """One idea: its step, its merge, who looks after it, what the team notes, and which ideas are much like it."""

    template_name = "box/staff/idea.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Idea.objects.exclude(visibility=Visibility.HELD).select_related("universe", "author", "merged_into")
        self.idea = get_object_or_404(rows, pk=kwargs["number"])

    def get_page_title(self) -> str:
        return self.idea.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        box = {"url": reverse("ideas_desk"), "label": gettext("Boîte à idées")}
        return [*super().get_breadcrumbs_items(), box, {"url": "", "label": self.idea.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        near = [line for line in ideas_alike(self.request, self.idea.title, most=6) if line.number != self.idea.pk]
        assigned = {"keeper": self.idea.assigned_to_id}
        known: dict[str, Any] = {
            "page": idea_page(self.idea, self.request.user),
            "near": near,
            "notes": notes_of(self.idea),
            "move_form": MoveForm(choices=moves_of(self.idea.state)),
            "merge_form": MergeForm(initial={"into": self.request.GET.get("avec", "")}),
            "may_merge": self.idea.is_under_way and self.idea.state != IdeaState.PLANNED,
            "note_form": NoteForm(),
            "assign_form": AssignForm(initial=assigned, keepers=keepers()),
        }
        return super().get_context_data(**kwargs) | known | kwargs

    def post(self, request: HttpRequest, number: int, verb: str) -> HttpResponseBase:  # noqa: ARG002 -- `setup` has it
        """One verb of the desk. What is refused comes back with every word."""
        if verb not in VERBS:
            raise Http404(verb)
        name, make, act = VERBS[verb]
        form = make(self.idea, request.POST)
        if form.is_valid():
            try:
                act(self.idea, form.cleaned_data, _member(request))
            except IdeaRefused as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, gettext("C’est fait."))
                return redirect("idea_desk", self.idea.pk)
        return self.render_to_response(self.get_context_data(**{name: form}))


def _move(idea: Idea, data: dict[str, Any], by: Member) -> None:
    move_idea(idea, data["to"], by=by, answer=data["answer"])


def _merge(idea: Idea, data: dict[str, Any], by: Member) -> None:
    into = Idea.objects.filter(pk=data["into"]).first()
    if into is None:
        raise IdeaRefused("gone")
    merge_idea(idea, into, by=by, answer=data["answer"])


def _assign(idea: Idea, data: dict[str, Any], by: Member) -> None:
    to = Member.objects.filter(pk=data["keeper"]).first() if data["keeper"] else None
    assign_idea(idea, to, by=by)


def _note(idea: Idea, data: dict[str, Any], by: Member) -> None:
    note_idea(idea, data["text"], by=by)


# The end of an address: the form's name on the page, how it is made, what it does.
VERBS: dict[str, tuple[str, Callable[[Idea, Any], Any], Callable[[Idea, dict[str, Any], Member], None]]] = {
    "avancer": ("move_form", lambda idea, data: MoveForm(data, choices=moves_of(idea.state)), _move),
    "reunir": ("merge_form", lambda _idea, data: MergeForm(data), _merge),
    "confier": ("assign_form", lambda _idea, data: AssignForm(data, keepers=keepers()), _assign),
    "noter": ("note_form", lambda _idea, data: NoteForm(data), _note),
}


class ExportView(View):
    """What the filters leave, for a spreadsheet or a machine."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        rows = export_rows(_filters(request), _member(request))
        # The mark at the beginning tells spreadsheets that this is UTF-8.
        content = "\ufeff" + as_csv(rows) if kind == "csv" else as_json(rows)
        headers = {
            "Content-Disposition": f'attachment; filename="idees.{kind}"',
            "Cache-Control": "private, no-store",
        }
        types = {"csv": "text/csv", "json": "application/json"}
        return HttpResponse(content, content_type=f"{types[kind]}; charset=utf-8", headers=headers)


def _member(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)  # noqa: S101 -- `keepers_only` has asked
    return request.user


def urlpatterns() -> list[URLPattern]:
    """The desk's addresses, under those of the back office."""
    export, one = keepers_only(ExportView.as_view()), keepers_only(OfOneIdea.as_view())
    return [
        path("idees/", keepers_only(DeskView.as_view()), name="ideas_desk"),
        path("idees/idees.csv", export, {"kind": "csv"}, name="ideas_csv"),
        path("idees/idees.json", export, {"kind": "json"}, name="ideas_json"),
        path("idees/<int:number>/", one, name="idea_desk"),
        path("idees/<int:number>/<slug:verb>/", one, name="idea_verb"),
    ]
