"""The back office of ceremonies: a page a Qdéfi, to plan, and to have an article drafted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log

from challenges.ceremonies.actions.planning import cancel_ceremony, plan_ceremony
from challenges.ceremonies.actions.writing import write_story
from challenges.ceremonies.models import LONGEST, SHORTEST, Ceremony
from challenges.ceremonies.rules import CeremonyRefused
from challenges.juries.actions.sealing import settle_judging
from challenges.qdefis.models import Qdefi
from challenges.qdefis.viewsets import leaders_only
from realtime import clock


class PlanForm(forms.Form):
    """When the podium is shown, and how fast."""

    starts_at = forms.DateTimeField(label=_("Début"), widget=AdminDateTimeInput)
    seconds = forms.IntegerField(
        label=_("Secondes entre deux places"),
        initial=20,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )


class CeremonyDeskView(WagtailAdminTemplateMixin, TemplateView):
    """How the results of one Qdéfi are shown, and the article that is made of them."""

    template_name = "ceremonies/staff/desk.html"
    page_title = _("Cérémonie")
    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.qdefi = get_object_or_404(Qdefi.objects.select_related("universe"), pk=kwargs["pk"])
        settle_judging(self.qdefi, clock.now())

    def get_page_subtitle(self) -> str:
        return self.qdefi.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("qdefi:index"), "label": gettext("Qdéfis")},
            {"url": reverse("qdefi:edit", args=[self.qdefi.pk]), "label": self.qdefi.title},
            {"url": "", "label": gettext("Cérémonie")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        planned = Ceremony.objects.filter(qdefi=self.qdefi).first()
        at = planned.starts_at if planned else self.qdefi.results_at
        form = PlanForm(initial={"starts_at": at, "seconds": planned.seconds if planned else 20})
        known = {"qdefi": self.qdefi, "planned": planned, "form": form}
        return super().get_context_data(**kwargs) | known | kwargs

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Plan, call off, or have the article drafted; a refusal is said above the page."""
        try:
            if "article" in request.POST:
                draft = write_story(self.qdefi, by=request.user)
                log(instance=self.qdefi, action="ceremonies.article", user=request.user)
                return redirect(draft.url)
            if "annuler" in request.POST:
                cancel_ceremony(self.qdefi)
                log(instance=self.qdefi, action="ceremonies.annuler", user=request.user)
            elif (answer := self._plan(request)) is not None:
                return answer
        except CeremonyRefused as refusal:
            messages.error(request, refusal.message)
        return redirect(reverse("ceremony_desk", args=[self.qdefi.pk]))

    def _plan(self, request: HttpRequest) -> HttpResponse | None:
        form = PlanForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        plan_ceremony(self.qdefi, **form.cleaned_data)
        log(instance=self.qdefi, action="ceremonies.planifier", user=request.user)
        messages.success(request, gettext("C’est planifié. Les résultats attendront la fin de la cérémonie."))
        return None


def urlpatterns() -> list[URLPattern]:
    """The desk beside the Qdéfi's own pages."""
    return [path("qdefis/<int:pk>/ceremonie/", leaders_only(CeremonyDeskView.as_view()), name="ceremony_desk")]
