"""The editors' pages of ballots in the back office. For everybody else they do not exist."""

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
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from community.gatherings import hours
from community.pictures.door import PictureRefused
from ideas.ballots.actions.programme import (
    NotNow,
    WrongOptions,
    delete_draft,
    illustrate_option,
    publish_ballot,
    revise_ballot,
)
from ideas.ballots.models import Ballot
from ideas.ballots.queries.roll import eligible_members
from ideas.ballots.rules import may_manage
from ideas.ballots.staff import BallotForm, PictureForm
from realtime import clock

AView = Callable[..., HttpResponseBase]
TOO_LATE = _("Ce scrutin a ouvert : plus rien n’y change. Rien n’a été enregistré.")


def organisers_only(view: AView) -> AView:
    """Answer "not found" to everybody else, whatever stands behind the address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_manage(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class BallotIndexView(generic.IndexView):
    add_item_label = _("Ajouter un scrutin")


class BallotCreateView(generic.CreateView):
    """A draft, with its options."""

    def save_instance(self) -> Ballot:
        ballot: Ballot = super().save_instance()
        return revise_ballot(ballot, {}, self.form.cleaned_data["worded"])

    def get_success_url(self) -> str:
        """On to the ballot itself, whose verb is there."""
        return reverse("ballot:edit", args=[self.object.pk])


class BallotEditView(generic.EditView):
    """Saves what was changed until the ballot opens; its pictures and its publication stand apart."""

    def save_instance(self) -> Ballot:
        names = [name for name in self.form.changed_data if name != "worded"]
        facts = self.form.cleaned_data
        ballot = revise_ballot(self.object, {name: facts[name] for name in names}, facts["worded"])
        log(instance=ballot, action="wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return ballot

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    def form_valid(self, form: BallotForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except NotNow:
            messages.error(self.request, str(TOO_LATE))
        return redirect(self.get_edit_url())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        ballot: Ballot = self.object
        buttons = [HeaderButton(_("Voir la page"), url=ballot.get_absolute_url(), icon_name="view")]
        if ballot.is_draft:
            publish = reverse("ballot:publish", args=[ballot.pk])
            buttons.insert(0, HeaderButton(_("Publier"), url=publish, icon_name="upload"))
        if ballot.opened_at is None:
            pictures = reverse("ballot:pictures", args=[ballot.pk])
            buttons.insert(0, HeaderButton(_("Images"), url=pictures, icon_name="image"))
        return buttons


class BallotDeleteView(generic.DeleteView):
    """For drafts: what was public once stays."""

    def get_object(self, queryset: Any = None) -> Ballot:
        ballot: Ballot = super().get_object(queryset)
        if not ballot.is_draft:
            raise Http404(ballot.pk)
        return ballot

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        delete_draft(self.object)


class OfOneBallot(generic.base.WagtailAdminTemplateMixin, FormView):
    """A page about one ballot, under its own."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.ballot = get_object_or_404(Ballot, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.ballot.question

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("ballot:index"), "label": gettext("Scrutins")},
            {"url": self.back, "label": self.ballot.question},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def back(self) -> str:
        return reverse("ballot:edit", args=[self.ballot.pk])


class PublishView(OfOneBallot):
    """The question, how many could vote if it opened now, yes or no."""

    template_name = "ballots/staff/publish.html"
    page_title = _("Publier")
    form_class = Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = {"ballot": self.ballot, "eligible": eligible_members(self.ballot).count()}
        return super().get_context_data(**kwargs) | found

    def form_valid(self, form: Form) -> HttpResponse:  # noqa: ARG002 -- nothing to fill in
        try:
            publish_ballot(self.ballot)
        except NotNow:
            messages.error(self.request, gettext("Ce n’est plus possible : il est public, ou sa clôture est passée."))
        except WrongOptions:
            messages.error(self.request, gettext("Il lui faut au moins deux options."))
        else:
            log(instance=self.ballot, action="ballots.publier", user=self.request.user)
            messages.success(self.request, gettext("C’est public : il ouvrira et se clora tout seul."))
        return redirect(self.back)


class PicturesView(OfOneBallot):
    """The options with their pictures, and a form that takes one more."""

    template_name = "ballots/staff/pictures.html"
    page_title = _("Images")
    form_class = PictureForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"options": self.ballot.options.all()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"options": self.ballot.options.select_related("picture")}

    def form_valid(self, form: PictureForm) -> HttpResponse:
        facts, editor = form.cleaned_data, self.request.user
        try:
            illustrate_option(facts["option"], facts["upload"], facts["alt"], by=editor)  # type: ignore[arg-type]  # a member
        except PictureRefused as refusal:
            messages.error(self.request, str(refusal.message))
        except NotNow:
            messages.error(self.request, str(TOO_LATE))
        else:
            messages.success(self.request, gettext("L’image est là."))
        return redirect(reverse("ballot:pictures", args=[self.ballot.pk]))


def _phase(ballot: Ballot) -> str:
    return str(ballot.phase(clock.now()).label)


def _turnout(ballot: Ballot) -> str:
    return "" if ballot.eligible is None else f"{ballot.voted} / {ballot.eligible}"


class BallotViewSet(ModelViewSet):
    model = Ballot
    url_prefix = "scrutins"
    icon = "tick-inverse"
    menu_label = _("Scrutins")
    menu_order = 156
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    ordering = ["-opens_at"]
    index_view_class = BallotIndexView
    add_view_class = BallotCreateView
    edit_view_class = BallotEditView
    delete_view_class = BallotDeleteView
    list_display = [
        "question",
        Column("phase", label=_("État"), accessor=_phase),
        Column("opens_at", label=_("Ouverture"), sort_key="opens_at", accessor=lambda row: hours.day(row.opens_at)),
        Column("closes_at", label=_("Clôture"), sort_key="closes_at", accessor=lambda row: hours.day(row.closes_at)),
        Column("voted", label=_("Papiers"), accessor=_turnout),
    ]
    list_filter = ["method"]
    search_fields = ["question"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("question"),
                    FieldPanel("text"),
                    FieldRowPanel([FieldPanel("method"), FieldPanel("language")]),
                    FieldPanel("worded"),
                ],
                heading=_("Ce qu’on demande"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldRowPanel([FieldPanel("quorum_percent"), FieldPanel("shows_tally")]),
                ],
                heading=_("Quand, et à combien"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("min_account_days"), FieldPanel("min_level")]),
                    FieldPanel("universe"),
                    FieldRowPanel([FieldPanel("owners_of"), FieldPanel("owners_key")]),
                ],
                heading=_("Qui vote"),
            ),
        ],
        base_form_class=BallotForm,
    )

    def construct_view(self, view_class: Any, **kwargs: Any) -> AView:
        return organisers_only(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/publier/", self.construct_view(PublishView), name="publish"),
            path("<int:pk>/images/", self.construct_view(PicturesView), name="pictures"),
        ]
