"""The back office of juries: one page a Qdéfi, and the forms of its verbs. For everybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from challenges.juries.actions.panel import close_round, name_juror, replace_juror, set_judging
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.models import Judging, Juror
from challenges.juries.queries import progress_of
from challenges.juries.replay import holds
from challenges.juries.rules import VoteRefused
from challenges.qdefis.models import Qdefi
from challenges.qdefis.rules import may_manage
from community.members.models import Member
from realtime import clock

AView = Callable[..., HttpResponseBase]
MOST_DAYS, MOST_KEPT = 3_650, 1_000


def leaders_only(view: AView) -> AView:
    """Answer "not found" to everybody else, whatever stands behind the address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_manage(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class RulesForm(forms.Form):
    """How it is judged, until entries open."""

    min_account_days = forms.IntegerField(label=_("Âge du compte, en jours"), min_value=0, max_value=MOST_DAYS)
    shortlist = forms.IntegerField(
        label=_("Présélection"),
        min_value=0,
        max_value=MOST_KEPT,
        help_text=_("Combien passent un premier tour de oui et de non avant les étoiles. 0 : pas de tour."),
    )


class JurorForm(forms.Form):
    """Somebody who is to judge, by their handle; in whose place, if in anybody's."""

    handle = forms.CharField(label=_("Pseudo du membre"), max_length=40)
    instead: Any = forms.ModelChoiceField(
        Juror.objects.none(), label=_("À la place de"), required=False, empty_label=_("personne : un juré de plus")
    )

    def __init__(self, *args: Any, judging: Judging | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = Juror.objects.sitting().filter(judging=judging).select_related("member") if judging else None
        instead: Any = self.fields["instead"]
        instead.queryset = sitting if sitting is not None else Juror.objects.none()

    def clean_handle(self) -> Member:
        member = Member.objects.filter(handle__iexact=self.cleaned_data["handle"].strip(), is_active=True).first()
        if member is None:
            raise forms.ValidationError(gettext("Aucun membre de ce nom."))
        return member


class JuryDeskView(WagtailAdminTemplateMixin, TemplateView):
    """The jury of one Qdéfi: who judges, how far they are, what the house can do, and whether the result holds."""

    template_name = "juries/staff/desk.html"
    page_title = _("Jury")
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.qdefi = get_object_or_404(Qdefi.objects.select_related("universe"), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.qdefi.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("qdefi:index"), "label": gettext("Qdéfis")},
            {"url": reverse("qdefi:edit", args=[self.qdefi.pk]), "label": self.qdefi.title},
            {"url": "", "label": gettext("Jury")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        judging = settle_judging(self.qdefi, now) or self._judging()  # the house reads a result with everybody
        known: dict[str, Any] = {
            "qdefi": self.qdefi,
            "judging": judging,
            "progress": progress_of(judging),
            "jurors": list(
                Juror.objects.filter(judging=judging.pk).select_related("member", "successor__member").order_by("pk")
            ),
            "rules": RulesForm(initial={name: getattr(judging, name) for name in RulesForm.base_fields}),
            "juror": JurorForm(judging=judging),
            "may_set": not self.qdefi.has_opened(now),
            "holds": holds(judging),
        }
        return super().get_context_data(**kwargs) | known | kwargs

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 -- `setup` has it
        """One of the house's verbs; what is refused is said, with what was typed."""
        verb = {"rules": self._set, "juror": self._name, "close": self._close}.get(request.POST.get("do", ""))
        try:
            wrong = verb(request) if verb else {}
        except VoteRefused as refusal:
            messages.error(request, str(refusal.message))
            wrong = {}
        if wrong:
            return self.render_to_response(self.get_context_data(**wrong))
        return redirect("jury_desk", self.qdefi.pk)

    def _judging(self) -> Judging:
        judging = Judging.objects.filter(qdefi=self.qdefi).first() or Judging(qdefi=self.qdefi)
        judging.qdefi = self.qdefi
        return judging

    def _set(self, request: HttpRequest) -> dict[str, Any]:
        form = RulesForm(request.POST)
        if not form.is_valid():
            return {"rules": form}
        set_judging(self.qdefi, **form.cleaned_data)
        messages.success(request, gettext("C’est écrit, et figé dès l’ouverture des participations."))
        return {}

    def _name(self, request: HttpRequest) -> dict[str, Any]:
        form = JurorForm(request.POST, judging=self._judging())
        if not form.is_valid():
            return {"juror": form}
        member, instead = form.cleaned_data["handle"], form.cleaned_data["instead"]
        if instead is None:
            name_juror(self.qdefi, member)
        else:
            replace_juror(instead, member)
        messages.success(request, gettext("C’est fait, et cette personne le sait."))
        return {}

    def _close(self, request: HttpRequest) -> dict[str, Any]:
        close_round(self.qdefi)
        messages.success(request, gettext("Le tour est clos ; le suivant est ouvert."))
        return {}


def urlpatterns() -> list[URLPattern]:
    """Its address in the back office."""
    return [path("qdefis-jury/<int:pk>/", leaders_only(JuryDeskView.as_view()), name="jury_desk")]
