"""The editors' pages of gatherings in the back office. For everybody else they do not exist."""

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
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import SlugInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from community.gatherings import hours
from community.gatherings.actions.programme import (
    NotNow,
    SeatsAreTaken,
    delete_draft,
    illustrate_gathering,
    revise_gathering,
)
from community.gatherings.models import Gathering
from community.gatherings.queries import guests_of
from community.gatherings.rules import may_manage, may_view_guests
from community.gatherings.staff import (
    VERBS,
    GatheringForm,
    ReasonForm,
    Verb,
    guests_csv,
    too_few_seats,
    verbs_for,
)
from community.pictures.door import PictureRefused
from community.said import AddView, ChangeView, RemoveView
from realtime import clock

AView = Callable[..., HttpResponseBase]


def organisers_only(view: AView, may: Callable[[Any], bool] = may_manage) -> AView:
    """Answer "not found" to everybody else, whatever stands behind the address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class GatheringIndexView(generic.IndexView):
    add_item_label = _("Ajouter un événement")


class Illustrating:
    """What both forms share: the picture follows once the rest is saved, since opening it takes seconds."""

    request: HttpRequest
    form: GatheringForm

    def illustrate(self, gathering: Gathering) -> None:
        upload = self.form.cleaned_data.get("upload")
        if upload is None:
            return
        try:
            illustrate_gathering(gathering, upload, by=self.request.user)  # type: ignore[arg-type]  # an editor
        except PictureRefused as refusal:
            messages.error(
                self.request, gettext("Le reste est enregistré, l’image non. %(why)s") % {"why": refusal.message}
            )


class GatheringCreateView(Illustrating, AddView):
    def save_instance(self) -> Gathering:
        gathering: Gathering = super().save_instance()
        self.illustrate(gathering)
        return gathering

    def get_success_url(self) -> str:
        """On to the gathering itself, whose verbs are there."""
        return reverse("gathering:edit", args=[self.object.pk])


class GatheringEditView(Illustrating, ChangeView):
    """Saves what was changed and nothing else; the verbs stand apart, each on a page that asks first."""

    def save_instance(self) -> Gathering:
        names = [name for name in self.form.changed_data if name != "upload"]
        gathering = revise_gathering(self.object, {name: self.form.cleaned_data[name] for name in names})
        log(instance=gathering, action="wagtail.edit", user=self.request.user, content_changed=bool(names))
        self.illustrate(gathering)
        return gathering

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    def form_valid(self, form: GatheringForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except NotNow:
            messages.error(self.request, gettext("L’événement vient de changer d’état. Rien n’a été enregistré."))
        except SeatsAreTaken as taken:
            messages.error(self.request, too_few_seats(taken.seats))
        return redirect(self.get_edit_url())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        pk = self.object.pk
        buttons = [
            HeaderButton(verb.label, url=reverse("gathering:verb", args=[pk, verb.name]), icon_name=verb.icon)
            for verb in verbs_for(self.object, clock.now())
        ]
        if may_view_guests(self.request.user):
            buttons.append(HeaderButton(_("Qui vient"), url=reverse("gathering:guests", args=[pk]), icon_name="group"))
        return [*buttons, HeaderButton(_("Voir la page"), url=self.object.get_absolute_url(), icon_name="view")]


class GatheringDeleteView(RemoveView):
    """For drafts: what was public once is cancelled, so that nobody stands before a page that is gone."""

    def get_object(self, queryset: Any = None) -> Gathering:
        gathering: Gathering = super().get_object(queryset)
        if not gathering.is_draft:
            raise Http404(gathering.slug)
        return gathering

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        delete_draft(self.object)


class OfOneGathering(generic.base.WagtailAdminTemplateMixin):
    """A page about one gathering, under its own."""

    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.gathering = get_object_or_404(Gathering, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.gathering.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("gathering:index"), "label": gettext("Événements")},
            {"url": self.back, "label": self.gathering.title},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def back(self) -> str:
        return reverse("gathering:edit", args=[self.gathering.pk])


class VerbView(OfOneGathering, FormView):
    """One verb on a page of its own: the question, perhaps a reason, yes or no."""

    template_name = "gatherings/staff/verb.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.verb = _verb(kwargs["verb"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.verb.may(self.gathering, clock.now()):
            return super().dispatch(request, *args, **kwargs)
        return self._not_now()

    def get_page_title(self) -> str:
        return str(self.verb.label)

    def get_form_class(self) -> type[Form]:
        return ReasonForm if self.verb.needs_reason else Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"gathering": self.gathering, "verb": self.verb}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.verb.act(self.gathering, form.cleaned_data.get("reason", ""))
        except NotNow:
            return self._not_now()
        log(instance=self.gathering, action=f"gatherings.{self.verb.name}", user=self.request.user)
        messages.success(self.request, gettext("C’est fait : %(verb)s.") % {"verb": self.verb.label})
        return redirect(self.back)

    def _not_now(self) -> HttpResponse:
        messages.error(self.request, gettext("Ce n’est plus possible : l’événement a changé entre-temps."))
        return redirect(self.back)


class GuestsView(OfOneGathering, TemplateView):
    """Who comes and who waits, for the door."""

    template_name = "gatherings/staff/guests.html"
    page_title = _("Qui vient")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = {"gathering": self.gathering, "guests": list(guests_of(self.gathering))}
        return super().get_context_data(**kwargs) | found


class GuestsFileView(View):
    """The same as a table for a spreadsheet; who took it stands in the history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gathering = get_object_or_404(Gathering, pk=pk)
        log(instance=gathering, action="gatherings.guests", user=request.user)
        headers = {
            "Content-Disposition": f'attachment; filename="{gathering.slug}.csv"',
            "Cache-Control": "private, no-store",
        }
        # The mark at the beginning tells spreadsheets that this is UTF-8.
        return HttpResponse("\ufeff" + guests_csv(guests_of(gathering)), content_type="text/csv", headers=headers)


def _verb(name: str) -> Verb:
    for verb in VERBS:
        if verb.name == name:
            return verb
    raise Http404(name)


def _waiting(gathering: Gathering) -> str:
    return str(gathering.waiting or "")


class GatheringViewSet(ModelViewSet):
    model = Gathering
    url_prefix = "evenements"
    icon = "group"
    menu_label = _("Événements")
    menu_order = 155
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    ordering = ["-starts_at"]
    index_view_class = GatheringIndexView
    add_view_class = GatheringCreateView
    edit_view_class = GatheringEditView
    delete_view_class = GatheringDeleteView
    list_display = [
        "title",
        Column("state", label=_("État"), accessor="get_state_display"),
        Column("starts_at", label=_("Début"), sort_key="starts_at", accessor=lambda row: hours.day(row.starts_at)),
        Column("seats", label=_("Places"), accessor=lambda row: f"{row.seats} / {row.capacity}"),
        Column("waiting", label=_("En attente"), accessor=_waiting),
    ]
    list_filter = ["universe", "state"]
    search_fields = ["title", "place"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    TitleFieldPanel("title", targets=["slug"], placeholder=False),
                    FieldPanel("slug", widget=SlugInput, help_text=_("La fin de l’adresse de la page.")),
                    FieldRowPanel([FieldPanel("universe"), FieldPanel("language")]),
                    FieldPanel("summary"),
                    FieldPanel("text"),
                ],
                heading=_("De quoi il s’agit"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldPanel("place"),
                    FieldPanel("address"),
                    FieldPanel("directions"),
                ],
                heading=_("Quand et où"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("guests_per_member")]),
                    FieldPanel("rsvp_until"),
                ],
                heading=_("Pour combien"),
            ),
            MultiFieldPanel([FieldPanel("upload"), FieldPanel("picture_alt")], heading=_("Image")),
        ],
        base_form_class=GatheringForm,
    )

    def construct_view(self, view_class: Any, **kwargs: Any) -> AView:
        return organisers_only(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        guests, file = (organisers_only(each.as_view(), may_view_guests) for each in (GuestsView, GuestsFileView))
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/qui-vient/", guests, name="guests"),
            path("<int:pk>/qui-vient.csv", file, name="guests_file"),
            path("<int:pk>/<slug:verb>/", self.construct_view(VerbView), name="verb"),
        ]
