"""The editors' two work lists in the back office: words to define, and questions that a data sheet could answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editorial.actions import set_aside
from editorial.queries.recurring import recurring_questions
from editorial.queries.undefined import undefined_words

AView = Callable[..., HttpResponseBase]
LONGEST = 80


def may_work(user: Any) -> bool:
    """Those who keep the glossary."""
    return bool(user.has_perm("editorial.change_term"))


def editors_only(view: AView) -> AView:
    """Answer "not found" to everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_work(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class ListView(WagtailAdminTemplateMixin, TemplateView):
    """One of the two lists, computed as it is opened."""

    header_icon = "openquote"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]


class UndefinedView(ListView):
    """Words that members use often and the glossary does not define."""

    template_name = "editorial/staff/undefined.html"
    page_title = _("Mots à définir")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        new = reverse("terms:add")
        rows = [(each, f"{new}?{urlencode({'name_fr': each.words})}") for each in undefined_words()]
        return super().get_context_data(**kwargs, rows=rows)


class RecurringView(ListView):
    """Questions that come again and again."""

    template_name = "editorial/staff/recurring.html"
    page_title = _("Questions qui reviennent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, groups=recurring_questions())


@require_POST
def aside(request: HttpRequest) -> HttpResponse:
    """This word is no term: the list forgets it for good."""
    if word := request.POST.get("mot", "").replace("\0", "")[:LONGEST].strip():
        set_aside(word)
        messages.success(request, gettext("« %(word)s » ne sera plus proposé.") % {"word": word})
    return redirect("undefined_words")


def urlpatterns() -> list[URLPattern]:
    return [
        path("mots-a-definir/", editors_only(UndefinedView.as_view()), name="undefined_words"),
        path("mots-a-definir/ecarter/", editors_only(aside), name="set_aside"),
        path("questions/", editors_only(RecurringView.as_view()), name="recurring_questions"),
    ]
