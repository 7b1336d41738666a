"""The editors' pages of creations in the back office. For everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import SlugInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from community.pictures.door import PictureRefused
from ideas.creations.actions.programme import delete_draft, illustrate_creation, revise_creation
from ideas.creations.actions.stages import (
    add_stage,
    illustrate_stage,
    plan_stage,
    remove_stage,
    unillustrate_stage,
)
from ideas.creations.models import Creation, Stage
from ideas.creations.rules import CreationRefused, may_manage
from ideas.creations.staff import DECIDE, PUBLISH, CreationForm, StageForm, Verb, WordsForm
from realtime import clock

AView = Callable[..., HttpResponseBase]


def leaders_only(view: AView) -> AView:
    """Answer "not found" to everybody else, whatever stands behind the address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_manage(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class Illustrating:
    """What the forms share: the picture follows once the rest is saved, since opening it takes seconds."""

    request: HttpRequest
    form: Any

    def illustrate(self, take: Callable[[Any], object]) -> None:
        upload = self.form.cleaned_data.get("upload")
        if upload is None:
            return
        try:
            take(upload)
        except PictureRefused as refusal:
            sentence = gettext("Le reste est enregistré, l’image non. %(why)s")
            messages.error(self.request, sentence % {"why": refusal.message})


class Refusing:
    """A view whose form may be refused by a rule: nothing is saved, the rule is read above the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a form view's
        except CreationRefused as refusal:
            form.add_error(None, refusal.message)
            self.produced_error_message = refusal.message  # Wagtail reads it above the form
            return self.form_invalid(form)  # type: ignore[attr-defined]  # likewise
        return answer


class CreationIndexView(generic.IndexView):
    add_item_label = _("Ajouter une création")


class CreationCreateView(Illustrating, generic.CreateView):
    def save_instance(self) -> Creation:
        creation: Creation = super().save_instance()
        self.illustrate(lambda upload: illustrate_creation(creation, upload, by=self.request.user))  # type: ignore[arg-type]  # an editor
        return creation

    def get_success_url(self) -> str:
        """On to the creation itself, whose stages are there."""
        return reverse("creation:edit", args=[self.object.pk])


class CreationEditView(Refusing, Illustrating, generic.EditView):
    """Saves what was changed and nothing else; to publish is a page apart that asks first."""

    def save_instance(self) -> Creation:
        names = [name for name in self.form.changed_data if name != "upload"]
        creation = revise_creation(self.object, {name: self.form.cleaned_data[name] for name in names})
        log(instance=creation, action="wagtail.edit", user=self.request.user, content_changed=bool(names))
        self.illustrate(lambda upload: illustrate_creation(creation, upload, by=self.request.user))  # type: ignore[arg-type]  # an editor
        return creation

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        creation = self.object
        buttons = []
        if PUBLISH.may(creation, clock.now()):
            url = reverse("creation:verb", args=[creation.pk, PUBLISH.name])
            buttons.append(HeaderButton(PUBLISH.label, url=url, icon_name=PUBLISH.icon))
        stages = f"{reverse('stage:index')}?creation={creation.pk}"
        added = f"{reverse('stage:add')}?creation={creation.pk}"
        return [
            *buttons,
            HeaderButton(_("Étapes"), url=stages, icon_name="list-ol"),
            HeaderButton(_("Ajouter une étape"), url=added, icon_name="plus"),
            HeaderButton(_("Voir la page"), url=creation.get_absolute_url(), icon_name="view"),
        ]


class CreationDeleteView(generic.DeleteView):
    """For drafts: what was public once stays."""

    def get_object(self, queryset: Any = None) -> Creation:
        creation: Creation = super().get_object(queryset)
        if not creation.is_draft:
            raise Http404(creation.slug)
        return creation

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        delete_draft(self.object)


class StageCreateView(Refusing, Illustrating, generic.CreateView):
    """A stage behind the others of its creation."""

    def get_initial_form_instance(self) -> Stage:
        known = Creation.objects.filter(pk=_number(self.request.GET.get("creation")) or 0).first()
        return Stage(creation=known) if known else Stage()

    def save_instance(self) -> Stage:
        facts = self.form.cleaned_data
        words = {name: facts[name] for name in ("title", "text", "hands_on")}
        stage = add_stage(facts["creation"], **words)
        log(instance=stage, action="wagtail.create", user=self.request.user)
        return _save_stage(self, stage)

    def get_success_url(self) -> str:
        return reverse("stage:edit", args=[self.object.pk])


class StageEditView(Refusing, Illustrating, generic.EditView):
    """Saves what was changed and nothing else; to decide is a page apart that asks first."""

    def save_instance(self) -> Stage:
        changed = self.form.has_changed()
        log(instance=self.object, action="wagtail.edit", user=self.request.user, content_changed=changed)
        return _save_stage(self, self.object)

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        stage, buttons = self.object, []
        if DECIDE.may(stage, clock.now()):
            url = reverse("stage:verb", args=[stage.pk, DECIDE.name])
            buttons.append(HeaderButton(DECIDE.label, url=url, icon_name=DECIDE.icon))
        whole = reverse("creation:edit", args=[stage.creation_id])
        return [
            *buttons,
            HeaderButton(_("La création"), url=whole, icon_name="arrow-left"),
            HeaderButton(_("Voir la page"), url=stage.get_absolute_url(), icon_name="view"),
        ]


class StageDeleteView(generic.DeleteView):
    """For the last stage, while it has not opened."""

    def delete_action(self) -> None:
        remove_stage(self.object)
        log(instance=self.object, action="wagtail.delete", user=self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except CreationRefused as refusal:
            messages.error(self.request, refusal.message)
            return redirect(reverse("stage:edit", args=[self.object.pk]))
        return answer


class VerbView(generic.base.WagtailAdminTemplateMixin, FormView):
    """One verb on a page of its own: the question, perhaps some words, yes or no."""

    template_name = "creations/staff/verb.html"
    model: type[Creation] | type[Stage]
    verb: Verb
    name: str  # of the viewset whose page this leads back to

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row: Any = get_object_or_404(self.model, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.verb.may(self.row, clock.now()):
            return super().dispatch(request, *args, **kwargs)
        messages.error(request, gettext("Ce n’est plus possible : elle a changé entre-temps."))
        return redirect(self.back)

    def get_page_title(self) -> str:
        return str(self.verb.label)

    def get_page_subtitle(self) -> str:
        return str(self.row.title)

    def get_form_class(self) -> type[Form]:
        return WordsForm if self.verb.needs_words else Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"row": self.row, "verb": self.verb}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.verb.act(self.row, form.cleaned_data.get("words", ""))
        except CreationRefused as refusal:
            messages.error(self.request, refusal.message)
            return redirect(self.back)
        log(instance=self.row, action=f"creations.{self.verb.name}", user=self.request.user)
        messages.success(self.request, gettext("C’est fait : %(verb)s.") % {"verb": self.verb.label})
        return redirect(self.back)

    @property
    def back(self) -> str:
        return reverse(f"{self.name}:edit", args=[self.row.pk])


class PublishView(VerbView):
    model, verb, name = Creation, PUBLISH, "creation"


class DecideView(VerbView):
    model, verb, name = Stage, DECIDE, "stage"


def _save_stage(view: Any, stage: Stage) -> Stage:
    """What is written about it, and then its picture."""
    facts = view.form.cleaned_data
    names = {name for name in view.form.changed_data if name not in ("upload", "picture_alt", "taken_away", "creation")}
    stage = plan_stage(stage, {name: facts[name] for name in names})
    unillustrate_stage(stage, facts.get("taken_away", ()))
    alt, editor = facts["picture_alt"], view.request.user
    view.illustrate(lambda upload: illustrate_stage(stage, upload, alt=alt, by=editor))
    return stage


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


class CreationViewSet(ModelViewSet):
    model = Creation
    url_prefix = "creations"
    icon = "pick"
    menu_label = _("Créations")
    menu_order = 152
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    ordering = ["-pk"]
    index_view_class = CreationIndexView
    add_view_class = CreationCreateView
    edit_view_class = CreationEditView
    delete_view_class = CreationDeleteView
    list_display = ["title", Column("state", label=_("État"), accessor="get_state_display"), "universe"]
    list_filter = ["universe", "state"]
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    TitleFieldPanel("title", targets=["slug"], placeholder=False),
                    FieldPanel("slug", widget=SlugInput, help_text=_("La fin de l’adresse de la page.")),
                    FieldRowPanel([FieldPanel("universe"), FieldPanel("language")]),
                    FieldPanel("lead"),
                    FieldPanel("idea"),
                ],
                heading=_("De quoi il s’agit"),
            ),
            MultiFieldPanel([FieldPanel("upload"), FieldPanel("picture_alt")], heading=_("Image")),
        ],
        base_form_class=CreationForm,
    )

    def construct_view(self, view_class: Any, **kwargs: Any) -> AView:
        return leaders_only(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        publish = path("<int:pk>/<slug:verb>/", self.construct_view(PublishView), name="verb")
        return [*super().get_urlpatterns(), publish]


class StageViewSet(ModelViewSet):
    model = Stage
    url_prefix = "etapes"
    icon = "list-ol"
    menu_label = _("Étapes")
    menu_order = 153
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    ordering = ["-creation", "n"]
    add_view_class = StageCreateView
    edit_view_class = StageEditView
    delete_view_class = StageDeleteView
    list_display = [
        "title",
        "creation",
        Column("n", label=_("Numéro"), accessor="n"),
        Column("phase", label=_("Où elle en est"), accessor=lambda row: row.phase(clock.now()).label),
    ]
    list_filter = ["creation"]
    list_select_related = ["creation"]
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("creation"), FieldPanel("title"), FieldPanel("text")], heading=_("De quoi il s’agit")
            ),
            MultiFieldPanel([FieldPanel("hands_on")], heading=_("Ce qu’elle transmet")),
            MultiFieldPanel(
                [FieldPanel("ballot"), FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])],
                heading=_("Quand"),
            ),
            MultiFieldPanel(
                [FieldPanel("taken_away"), FieldPanel("upload"), FieldPanel("picture_alt")], heading=_("Images")
            ),
        ],
        base_form_class=StageForm,
    )

    def construct_view(self, view_class: Any, **kwargs: Any) -> AView:
        return leaders_only(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        decide = path("<int:pk>/<slug:verb>/", self.construct_view(DecideView), name="verb")
        return [*super().get_urlpatterns(), decide]
