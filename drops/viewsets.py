"""The drop team's pages in the back office. For everybody else they do not exist."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import FileInput
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import SlugInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from community.members.models import Member
from community.pictures.storage import rendition_path
from community.said import AddView, ChangeView, RemoveView
from drops.actions.arming import CannotArm, NotNow, missing_facts
from drops.actions.drafts import DropIsArmed, revise_drop
from drops.audiences import Audience, audience_of
from drops.models import Brand, Drop, Spokesperson, Watch
from drops.staff import VERBS, DropForm, SaidForm, Verb, verbs_for
from realtime import clock

View = Callable[..., HttpResponseBase]


def team_only(view: View) -> View:
    """Answer "not found" to everybody outside the drop team, whatever stands behind the address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if audience_of(request.user) != Audience.TEAM:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class TeamViewSet(ModelViewSet):
    """What all viewsets of drops share: the team's door, no copies, no public index of their names."""

    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    add_view_class = AddView
    edit_view_class = ChangeView
    delete_view_class = RemoveView

    def construct_view(self, view_class: Any, **kwargs: Any) -> View:
        return team_only(super().construct_view(view_class, **kwargs))


class BrandIndexView(generic.IndexView):
    add_item_label = _("Ajouter une marque")


class BrandViewSet(TeamViewSet):
    model = Brand
    index_view_class = BrandIndexView
    url_prefix = "marques"
    icon = "tag"
    list_display = ["name", "town", "country"]
    search_fields = ["name", "slug"]
    panels = [
        TitleFieldPanel("name", targets=["slug"], placeholder=False),
        FieldPanel("slug", widget=SlugInput, help_text=_("La fin de l’adresse de la page, tirée du nom.")),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("town"), FieldPanel("country")]),
    ]


class SpokespersonForm(WagtailAdminModelForm):
    """A brand, and by their handle who answers for it."""

    member = forms.ModelChoiceField(
        Member.objects.filter(is_active=True),
        to_field_name="handle",
        label=_("Pseudo"),
        help_text=_("Son nom portera celui de la marque sous chaque réponse à une question."),
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("Personne ne s’appelle ainsi.")},
    )


class SpokespersonIndexView(generic.IndexView):
    add_item_label = _("Nommer un porte-parole")


class SpokespersonViewSet(TeamViewSet):
    model = Spokesperson
    index_view_class = SpokespersonIndexView
    url_prefix = "porte-parole"
    icon = "group"
    list_display = ["brand", "member", "since"]
    search_fields = ["brand__name", "member__handle"]
    edit_handler = ObjectList([FieldPanel("brand"), FieldPanel("member")], base_form_class=SpokespersonForm)


class PictureInput(FileInput):
    """A file input that shows the picture there is, through the team's own door."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        token = getattr(getattr(value, "instance", None), "token", "")
        if not token:
            return field
        return format_html('<p><img src="{}" alt="" width="240"></p>{}', reverse("team_picture", args=[token]), field)


class WatchIndexView(generic.IndexView):
    add_item_label = _("Ajouter une montre")


class WatchViewSet(TeamViewSet):
    model = Watch
    index_view_class = WatchIndexView
    url_prefix = "montres"
    icon = "time"
    list_display = ["name", "brand", "reference"]
    search_fields = ["name", "reference", "brand__name"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("brand"), FieldPanel("name"), FieldPanel("reference"), FieldPanel("statement")],
            heading=_("Montre"),
        ),
        InlinePanel(
            "pictures",
            [FieldPanel("file", widget=PictureInput), FieldPanel("alt")],
            heading=_("Images"),
            label=_("image"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("case_material"),
                FieldRowPanel([FieldPanel("diameter_mm"), FieldPanel("lug_to_lug_mm"), FieldPanel("thickness_mm")]),
                FieldRowPanel([FieldPanel("movement"), FieldPanel("calibre")]),
                FieldRowPanel([FieldPanel("frequency_vph"), FieldPanel("power_reserve_h")]),
                FieldRowPanel([FieldPanel("water_resistance_bar"), FieldPanel("warranty_months")]),
                FieldPanel("functions"),
                FieldPanel("strap"),
            ],
            heading=_("Fiche technique"),
        ),
    ]


class DropIndexView(generic.IndexView):
    add_item_label = _("Ajouter un drop")

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("watch__brand")


class DropCreateView(AddView):
    def get_success_url(self) -> str:
        """On to the drop itself, whose verbs are there."""
        return reverse("drop:edit", args=[self.object.pk])


class DropEditView(ChangeView):
    """Saves what was changed and nothing else; the verbs stand apart, each on a page that asks first."""

    def save_instance(self) -> Drop:
        changes = {name: self.form.cleaned_data[name] for name in self.form.changed_data}
        drop = revise_drop(self.object, changes)
        log(instance=drop, action="wagtail.edit", user=self.request.user, content_changed=bool(changes))
        return drop

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    def form_valid(self, form: DropForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except DropIsArmed:
            messages.error(self.request, gettext("Le drop vient d’être armé. Rien n’a été enregistré."))
            return redirect(self.get_edit_url())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                verb.label,
                url=reverse("drop:verb", args=[self.object.pk, verb.name]),
                icon_name=verb.icon,
                priority=number,
            )
            for number, verb in enumerate(verbs_for(self.object, clock.now()))
        ]


class DropDeleteView(RemoveView):
    def get_object(self, queryset: Any = None) -> Drop:
        """An armed drop cannot be deleted: not by anybody."""
        drop: Drop = super().get_object(queryset)
        if drop.is_armed:
            raise Http404(drop.code)
        return drop


class VerbView(generic.base.WagtailAdminTemplateMixin, FormView):
    """One verb of the drop team's, on a page of its own: the question, perhaps a sentence, yes or no."""

    template_name = "drops/staff/verb.html"
    form_class = SaidForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.drop = get_object_or_404(Drop.objects.select_related("watch__brand"), pk=kwargs["pk"])
        self.verb = _verb(kwargs["verb"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.verb.may(self.drop, clock.now()):
            return super().dispatch(request, *args, **kwargs)
        return self._not_now()

    def get_page_title(self) -> str:
        return str(self.verb.label)

    def get_page_subtitle(self) -> str:
        return f"{self.drop.code}, {self.drop.watch}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("drop:index"), "label": gettext("Drops")},
            {"url": self.get_success_url(), "label": self.drop.code},
            {"url": "", "label": self.verb.label},
        ]

    def get_form(self, form_class: Any = None) -> SaidForm:
        form = super().get_form(form_class)
        form.fields["said"].label = self.verb.sentence
        if not self.verb.sentence:
            del form.fields["said"]
        return form

    def get_initial(self) -> dict[str, Any]:
        return {"said": self.drop.message if self.verb.name == "message" else ""}

    def get_success_url(self) -> str:
        return reverse("drop:edit", args=[self.drop.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = missing_facts(self.drop) if self.verb.name == "armer" else []
        return super().get_context_data(**kwargs) | {"drop": self.drop, "verb": self.verb, "missing": missing}

    def form_valid(self, form: SaidForm) -> HttpResponse:
        try:
            self.verb.act(self.drop, self.request.user, form.cleaned_data.get("said", ""))
        except CannotArm as missing:
            return self.render_to_response(self.get_context_data(form=form) | {"missing": missing.messages})
        except NotNow:
            return self._not_now()
        log(instance=self.drop, action=f"drops.{self.verb.name}", user=self.request.user)
        messages.success(self.request, gettext("C’est fait : %(verb)s.") % {"verb": self.verb.label})
        return redirect(self.get_success_url())

    def _not_now(self) -> HttpResponse:
        messages.error(self.request, gettext("Ce n’est plus possible : le drop a changé entre-temps."))
        return redirect(self.get_success_url())


def _verb(name: str) -> Verb:
    for verb in VERBS:
        if verb.name == name:
            return verb
    raise Http404(name)


def _hour(moment: datetime | None) -> str:
    """Day and hour in the reader's zone; how long ago or ahead is no use to who plans."""
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""


class DropViewSet(TeamViewSet):
    model = Drop
    url_prefix = "drops"
    icon = "calendar-alt"
    index_view_class = DropIndexView
    add_view_class = DropCreateView
    edit_view_class = DropEditView
    delete_view_class = DropDeleteView
    list_display = [
        "code",
        Column("watch", label=_("Montre"), accessor="watch"),
        Column("phase", label=_("Phase"), accessor=lambda drop: drop.phase(clock.now()).label),
        Column("opens_at", label=_("Ouverture"), sort_key="opens_at", accessor=lambda drop: _hour(drop.opens_at)),
        Column("sold", label=_("Vendues"), accessor=lambda drop: f"{drop.sold} / {drop.total}"),
    ]
    list_filter = ["universe", "rehearsal"]
    search_fields = ["code", "watch__name", "watch__brand__name"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("universe"),
                    FieldPanel("watch"),
                    FieldPanel("creation"),
                    FieldPanel("statement"),
                    FieldPanel("mode"),
                ],
                heading=_("Ce qui est proposé"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("total"), FieldPanel("per_member")]),
                    FieldRowPanel([FieldPanel("price"), FieldPanel("retail_price")]),
                ],
                heading=_("Combien, et à quel prix"),
            ),
            MultiFieldPanel(
                [FieldPanel("announced_at"), FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])],
                heading=_("Quand"),
            ),
        ],
        base_form_class=DropForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        verb = path("<int:pk>/<slug:verb>/", self.construct_view(VerbView), name="verb")
        return [*super().get_urlpatterns(), verb]


class DropViewSetGroup(ModelViewSetGroup):
    items = (DropViewSet, WatchViewSet, BrandViewSet, SpokespersonViewSet)
    menu_label = _("Drops")
    menu_icon = "calendar-alt"
    menu_order = 150


@team_only
def team_picture(request: HttpRequest, token: str) -> HttpResponse:
    """A picture for the team's forms."""
    picture = rendition_path(token, "480.webp")
    if not picture.is_file():
        raise Http404(token)
    return HttpResponse(picture.read_bytes(), content_type="image/webp")
