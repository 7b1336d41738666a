"""The editors' pages of Qdéfis in the back office. For everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import SlugInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from challenges.qdefis.actions.entering import hide_entry, show_entry
from challenges.qdefis.actions.programme import (
    ask_questions,
    delete_draft,
    draft_like,
    duplicate_qdefi,
    illustrate_qdefi,
    revise_qdefi,
)
from challenges.qdefis.models import Entry, EntryState, Qdefi
from challenges.qdefis.rules import QdefiRefused, may_manage
from challenges.qdefis.staff import VERBS, QdefiForm, Verb, entries_csv
from challenges.qdefis.starters import starters
from community.pictures.door import PictureRefused
from community.universes.models import Universe
from realtime import clock

AView = Callable[..., HttpResponseBase]
APART = frozenset({"upload", "picture_alt", "quiz"})
A_PAGE = 50


def leaders_only(view: AView) -> AView:
    """Answer "not found" to everybody else, whatever stands behind the address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_manage(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class Completing:
    """What the forms share: questions and picture follow once the rest is saved."""

    request: HttpRequest
    form: Any

    def complete(self, qdefi: Qdefi) -> None:
        facts = self.form.cleaned_data
        if "quiz" in self.form.changed_data:
            ask_questions(qdefi, facts["quiz"])
        if facts.get("upload") is None:
            return
        try:
            illustrate_qdefi(qdefi, facts["upload"], alt=facts["picture_alt"], by=self.request.user)  # type: ignore[arg-type]  # an editor
        except PictureRefused as refusal:
            sentence = gettext("Le reste est enregistré, l’image non. %(why)s")
            messages.error(self.request, sentence % {"why": refusal.message})


class QdefiIndexView(generic.IndexView):
    add_item_label = _("Ajouter un Qdéfi")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        models = HeaderButton(_("Depuis un modèle"), url=reverse("qdefi:starters"), icon_name="copy")
        return [*super().header_buttons, models]


class QdefiCreateView(Completing, generic.CreateView):
    def save_instance(self) -> Qdefi:
        qdefi: Qdefi = super().save_instance()
        self.complete(qdefi)
        return qdefi

    def get_success_url(self) -> str:
        """On to the Qdéfi itself, where it can be announced."""
        return reverse("qdefi:edit", args=[self.object.pk])


class QdefiEditView(Completing, generic.EditView):
    """Saves what was changed and nothing else; to announce is a page apart that asks first."""

    def save_instance(self) -> Qdefi:
        names = set(self.form.changed_data) - APART
        qdefi = revise_qdefi(self.object, {name: self.form.cleaned_data[name] for name in names})
        log(instance=qdefi, action="wagtail.edit", user=self.request.user, content_changed=bool(names))
        self.complete(qdefi)
        return qdefi

    def form_valid(self, form: Any) -> HttpResponse:
        """What a rule refuses saves nothing; it is read above the form."""
        try:
            answer: HttpResponse = super().form_valid(form)
        except QdefiRefused as refusal:
            form.add_error(None, refusal.message)
            self.produced_error_message = refusal.message  # Wagtail reads it above the form
            return self.form_invalid(form)
        return answer

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        qdefi, now = self.object, clock.now()
        verbs = [
            HeaderButton(verb.label, url=reverse("qdefi:verb", args=[qdefi.pk, verb.name]), icon_name=verb.icon)
            for verb in VERBS
            if verb.may(qdefi, now)
        ]
        entries = reverse("qdefi:entries", args=[qdefi.pk])
        return [
            *verbs,
            HeaderButton(_("Participations"), url=entries, icon_name="list-ul"),
            HeaderButton(_("Voir la page"), url=qdefi.get_absolute_url(), icon_name="view"),
        ]


class QdefiDeleteView(generic.DeleteView):
    """For drafts: what was announced once stays."""

    def get_object(self, queryset: Any = None) -> Qdefi:
        qdefi: Qdefi = super().get_object(queryset)
        if not qdefi.is_draft:
            raise Http404(qdefi.slug)
        return qdefi

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        delete_draft(self.object)


class StartersView(generic.base.WagtailAdminTemplateMixin, TemplateView):
    """What a Qdéfi can be built from: the house's templates, and earlier Qdéfis."""

    template_name = "qdefis/staff/starters.html"
    page_title = _("Depuis un modèle")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = Qdefi.objects.public().order_by("-pk")[:A_PAGE]
        found = {"starters": starters(), "earlier": earlier, "universes": Universe.objects.all()}
        return super().get_context_data(**kwargs) | found

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the draft, and go there."""
        name, now = request.POST.get("modele", ""), clock.now()
        if name in starters():
            facts = starters()[name]
            universe = get_object_or_404(Universe, slug=request.POST.get("univers", ""))
            made = draft_like(facts, universe, questions=facts.get("questions", ()), now=now)
        else:
            row = get_object_or_404(Qdefi.objects.public(), slug=request.POST.get("qdefi", ""))
            made = duplicate_qdefi(row, now=now)
        log(instance=made, action="wagtail.create", user=request.user)
        return redirect(reverse("qdefi:edit", args=[made.pk]))


class VerbView(generic.base.WagtailAdminTemplateMixin, TemplateView):
    """One verb on a page of its own: the question, yes or no."""

    template_name = "qdefis/staff/verb.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(Qdefi, pk=kwargs["pk"])
        self.verb = _verb(kwargs["verb"])

    def get_page_title(self) -> str:
        return str(self.verb.label)

    def get_page_subtitle(self) -> str:
        return self.row.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("qdefi:edit", args=[self.row.pk])
        return super().get_context_data(**kwargs) | {"row": self.row, "verb": self.verb, "back": back}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            done = self.verb.act(self.row)
        except QdefiRefused as refusal:
            messages.error(request, refusal.message)
            return redirect(reverse("qdefi:edit", args=[self.row.pk]))
        log(instance=done, action=f"qdefis.{self.verb.name}", user=request.user)
        messages.success(request, gettext("C’est fait : %(verb)s.") % {"verb": self.verb.label})
        return redirect(reverse("qdefi:edit", args=[done.pk]))


class EntriesView(generic.base.WagtailAdminTemplateMixin, TemplateView):
    """What was entered, with the buttons that hide and show; blind while the Qdéfi is."""

    template_name = "qdefis/staff/entries.html"
    page_title = _("Participations")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        qdefi = get_object_or_404(Qdefi, pk=kwargs["pk"])
        rows = entries_of(qdefi).order_by("code")
        leaf = Paginator(rows, A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"qdefi": qdefi, "page": leaf}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hide an entry, or show one that is hidden or waits."""
        entry = get_object_or_404(Entry, qdefi=pk, code=request.POST.get("code", ""))
        verb, name = (show_entry, "show") if "montrer" in request.POST else (hide_entry, "hide")
        verb(entry)
        log(instance=entry.qdefi, action=f"qdefis.{name}", user=request.user, data={"entry": entry.code})
        return redirect(request.get_full_path())


class EntriesFileView(View):
    """The same as a table for a spreadsheet; who took it stands in the history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        qdefi = get_object_or_404(Qdefi, pk=pk)
        log(instance=qdefi, action="qdefis.export", user=request.user)
        headers = {
            "Content-Disposition": f'attachment; filename="{qdefi.slug}.csv"',
            "Cache-Control": "private, no-store",
        }
        table = entries_csv(qdefi, entries_of(qdefi).order_by("code"))
        # The mark at the beginning tells spreadsheets that this is UTF-8.
        return HttpResponse("\ufeff" + table, content_type="text/csv; charset=utf-8", headers=headers)


def entries_of(qdefi: Qdefi) -> Any:
    """What was handed in, with authors and photos; drafts and what was taken back are nobody's business."""
    rows = qdefi.entries.exclude(state__in=[EntryState.DRAFT, EntryState.WITHDRAWN])
    return rows.select_related("author").prefetch_related("pictures__picture")


def _verb(name: str) -> Verb:
    for verb in VERBS:
        if verb.name == name:
            return verb
    raise Http404(name)


class QdefiViewSet(ModelViewSet):
    model = Qdefi
    url_prefix = "qdefis"
    icon = "pick"
    menu_label = _("Qdéfis")
    menu_order = 154
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    ordering = ["-pk"]
    index_view_class = QdefiIndexView
    add_view_class = QdefiCreateView
    edit_view_class = QdefiEditView
    delete_view_class = QdefiDeleteView
    list_display = [
        "title",
        Column("phase", label=_("Où il en est"), accessor=lambda row: row.phase(clock.now()).label),
        Column("kind", label=_("Genre"), accessor="get_kind_display"),
        Column("entered", label=_("Participations"), accessor="entered"),
    ]
    list_filter = ["universe", "kind"]
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    TitleFieldPanel("title", targets=["slug"], placeholder=False),
                    FieldPanel("slug", widget=SlugInput, help_text=_("La fin de l’adresse de la page.")),
                    FieldRowPanel([FieldPanel("universe"), FieldPanel("language")]),
                    *[FieldPanel(name) for name in ("lead", "brief", "rules", "prize", "terms")],
                ],
                heading=_("De quoi il s’agit"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldRowPanel([FieldPanel("most_entries"), FieldPanel("most_pictures")]),
                    FieldPanel("is_blind"),
                    FieldPanel("quiz"),
                    FieldRowPanel([FieldPanel("unit"), FieldPanel("solution")]),
                ],
                heading=_("Ce qu’on y envoie"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("entries_open_at"), FieldPanel("entries_close_at")]),
                    FieldRowPanel([FieldPanel("votes_open_at"), FieldPanel("votes_close_at")]),
                    FieldPanel("results_at"),
                ],
                heading=_("Quand"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("community_weight"),
                    FieldRowPanel([FieldPanel("vote_method"), FieldPanel("jury_method"), FieldPanel("quorum")]),
                ],
                heading=_("Qui décide"),
            ),
            MultiFieldPanel([FieldPanel("upload"), FieldPanel("picture_alt")], heading=_("Image de plus")),
        ],
        base_form_class=QdefiForm,
    )

    def construct_view(self, view_class: Any, **kwargs: Any) -> AView:
        return leaders_only(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        pages = [leaders_only(each.as_view()) for each in (StartersView, EntriesView, EntriesFileView, VerbView)]
        starting, entries, file, verb = pages
        return [
            *super().get_urlpatterns(),
            path("modeles/", starting, name="starters"),
            path("<int:pk>/participations/", entries, name="entries"),
            path("<int:pk>/participations.csv", file, name="entries_file"),
            path("<int:pk>/<slug:verb>/", verb, name="verb"),
        ]
