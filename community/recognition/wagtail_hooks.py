"""What editors find of recognition in the back office: four switches, and a member's awards to take back."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from community.members.models import Member
from community.recognition.actions.house import switch, take_back
from community.recognition.models import Entry, Settings
from community.recognition.queries import awards_of, switches
from community.recognition.reasons import all_reasons
from community.recognition.rules import may_manage

SWITCHED, TAKEN_BACK = "recognition.switch", "recognition.take_back"


class SwitchForm(forms.ModelForm[Settings]):
    """What the house has of all this."""

    class Meta:
        model = Settings
        fields = ("points", "levels", "badges", "leaderboards")
        help_texts = {
            "points": gettext_lazy("Le solde sur le profil et le grand livre de chacun."),
            "levels": gettext_lazy("Le nom d’une pièce du mouvement, selon les points. Il ne donne aucun droit."),
            "badges": gettext_lazy("Sur les profils, et la page qui dit comment on les reçoit."),
            "leaderboards": gettext_lazy("Par saison et par univers, sans qui garde ses points pour soi."),
        }


class SwitchView(WagtailAdminTemplateMixin, FormView):
    """The switches, and beside them for what there are points."""

    template_name = "recognition/staff/switches.html"
    page_title = gettext_lazy("Reconnaissance")
    header_icon = "pick"
    form_class = SwitchForm
    success_url = reverse_lazy("recognition_switches")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_manage(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Reconnaissance")}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": switches()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        handle = self.request.GET.get("membre", "")
        more = {"reasons": all_reasons(), "handle": handle, "awards": awards_of(handle) if handle else []}
        return super().get_context_data(**kwargs) | more

    def form_valid(self, form: SwitchForm) -> HttpResponse:
        by = cast("Member", self.request.user)  # `dispatch` has let nobody else in
        log(instance=switch(by=by, **form.cleaned_data), action=SWITCHED, user=by)
        messages.success(self.request, _("C’est réglé."))
        return super().form_valid(form)


@require_POST
def take_it_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one award; the line stays, another one stands against it."""
    if not may_manage(request.user):
        raise Http404
    by, entry = cast("Member", request.user), get_object_or_404(Entry.objects.select_related("member"), pk=pk)
    if moved := take_back(entry, by=by):
        log(instance=entry.member, action=TAKEN_BACK, user=by, data={"reason": entry.reason, "points": moved})
    messages.success(request, _("C’est repris, par une ligne de plus."))
    return redirect(f"{reverse('recognition_switches')}?{urlencode({'membre': entry.member.handle})}")


class SwitchMenuItem(MenuItem):
    """For who may use it; nobody else sees it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage(request.user)


@hooks.register("register_admin_urls")
def register_switches() -> list[URLPattern]:
    return [
        path("reconnaissance/", SwitchView.as_view(), name="recognition_switches"),
        path("reconnaissance/<int:pk>/reprise/", take_it_back, name="recognition_take_back"),
    ]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return SwitchMenuItem(gettext_lazy("Reconnaissance"), reverse("recognition_switches"), icon_name="pick", order=890)


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    """Who switched something stands in the history."""
    actions.register_action(
        SWITCHED, gettext_lazy("Régler la reconnaissance"), gettext_lazy("A réglé la reconnaissance")
    )
    actions.register_action(TAKEN_BACK, gettext_lazy("Reprendre des points"), gettext_lazy("A repris des points"))
