"""The team's pages of webhooks in the back office. For everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from community.webhooks.actions.emitting import send_test
from community.webhooks.actions.endpoints import (
    TooManyEndpoints,
    delete_endpoint,
    make_endpoint,
    replace_secret,
    revise_endpoint,
)
from community.webhooks.actions.sending import EndpointIsOff, send_again
from community.webhooks.models import Delivery, Endpoint, State
from community.webhooks.queries import log_of
from community.webhooks.rules import MOST_ENDPOINTS, OLD_SECRET_LIVES, may_manage
from community.webhooks.staff import EndpointForm
from realtime import clock

AView = Callable[..., HttpResponseBase]
SHOWN_ONCE = "webhooks.secret"  # in the session, from the answer that made it to the page that shows it


def keepers_only(view: AView) -> AView:
    """Answer "not found" to everybody else, whatever stands behind the address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_manage(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _show_once(request: HttpRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    """On to the page that shows the secret, so that loading it again makes no other."""
    request.session[SHOWN_ONCE] = {"endpoint": endpoint.pk, "secret": secret}
    return redirect("endpoint:secret", endpoint.pk)


class EndpointIndexView(generic.IndexView):
    add_item_label = _("Ajouter un webhook")


class EndpointCreateView(generic.CreateView):
    def save_instance(self) -> Endpoint:
        facts = self.form.cleaned_data
        endpoint = make_endpoint(name=facts["name"], address=facts["address"], events=facts["events"])
        if not facts["is_on"]:
            endpoint = revise_endpoint(endpoint, {"is_on": False})
        log(instance=endpoint, action="wagtail.create", user=self.request.user, content_changed=True)
        return endpoint

    def form_valid(self, form: EndpointForm) -> HttpResponse:
        try:
            super().form_valid(form)
        except TooManyEndpoints:
            words = gettext("%(most)s webhooks, c’est le plus : efface d’abord un ancien. Rien n’a été créé.")
            messages.error(self.request, words % {"most": MOST_ENDPOINTS})
            return redirect("endpoint:index")
        return _show_once(self.request, self.object, self.object.secret)


class EndpointEditView(generic.EditView):
    def save_instance(self) -> Endpoint:
        names = self.form.changed_data
        endpoint = revise_endpoint(self.object, {name: self.form.cleaned_data[name] for name in names})
        log(instance=endpoint, action="wagtail.edit", user=self.request.user, content_changed=bool(names))
        return endpoint

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Journal"), url=reverse("endpoint:log", args=[self.object.pk]), icon_name="list-ul"),
            HeaderButton(_("Secret"), url=reverse("endpoint:secret", args=[self.object.pk]), icon_name="key"),
        ]


class EndpointDeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        delete_endpoint(self.object)


class OfOneEndpoint(generic.base.WagtailAdminTemplateMixin, TemplateView):
    """A page about one webhook, under its own."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.endpoint = get_object_or_404(Endpoint, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.endpoint.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("endpoint:index"), "label": gettext("Webhooks")},
            {"url": reverse("endpoint:edit", args=[self.endpoint.pk]), "label": self.endpoint.name},
            {"url": "", "label": self.get_page_title()},
        ]


class LogView(OfOneEndpoint):
    """What it was sent and what it answered, the latest first."""

    template_name = "webhooks/staff/log.html"
    page_title = _("Journal")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, state = self.request.GET.get("avant", ""), self.request.GET.get("etat", "")
        if (before and not (before.isascii() and before.isdigit() and len(before) < 19)) or state not in {"", *State}:
            raise Http404
        found = log_of(self.endpoint.pk, before=int(before) if before else None, state=state)
        return super().get_context_data(**kwargs) | {
            "endpoint": self.endpoint,
            "log": found,
            "states": State.choices,
            "state": state,
        }


class SecretView(OfOneEndpoint):
    """The secret that was just made, once; else the question whether to make another."""

    template_name = "webhooks/staff/secret.html"
    page_title = _("Secret")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fresh = self.request.session.pop(SHOWN_ONCE, {})
        is_its = fresh.get("endpoint") == self.endpoint.pk
        return super().get_context_data(**kwargs) | {
            "endpoint": self.endpoint,
            "secret": fresh["secret"] if is_its else "",
            "old_until": self.endpoint.old_until,
            "hours": int(OLD_SECRET_LIVES.total_seconds() // 3600),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 -- `setup` has read it
        secret = replace_secret(self.endpoint, clock.now())
        log(instance=self.endpoint, action="webhooks.secret", user=request.user)
        return _show_once(request, self.endpoint, secret)


@require_POST
def send_a_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a test aside; the log tells what came of it."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    send_test(endpoint)
    log(instance=endpoint, action="webhooks.test", user=request.user)
    messages.success(request, gettext("L’essai est parti. Recharge le journal : il dira ce qui lui est arrivé."))
    return redirect("endpoint:log", pk)


@require_POST
def send_it_again(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Put one delivery aside once more."""
    sent = get_object_or_404(Delivery.objects.select_related("endpoint"), pk=delivery, endpoint=pk)
    try:
        send_again(sent, clock.now())
    except EndpointIsOff:
        messages.error(request, gettext("Ce webhook est éteint : rallume-le d’abord. Rien n’est parti."))
    else:
        log(instance=sent.endpoint, action="webhooks.again", user=request.user)
        messages.success(request, gettext("L’envoi repart, sous le même identifiant."))
    return redirect("endpoint:log", pk)


class EndpointViewSet(ModelViewSet):
    model = Endpoint
    url_prefix = "webhooks"
    icon = "link-external"
    menu_label = _("Webhooks")
    menu_order = 900
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    search_backend_name = None
    ordering = ["name"]
    index_view_class = EndpointIndexView
    add_view_class = EndpointCreateView
    edit_view_class = EndpointEditView
    delete_view_class = EndpointDeleteView
    list_display = [
        "name",
        Column("address", label=_("Adresse")),
        Column("events", label=_("Événements"), accessor=lambda row: len(row.events)),
        Column("state", label=_("État"), accessor=lambda row: row.get_off_reason_display() or _("allumé")),
        Column("lost", label=_("Perdus de suite"), accessor=lambda row: row.lost or ""),
    ]
    search_fields = ["name", "address"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("address"), FieldPanel("events"), FieldPanel("is_on")],
        base_form_class=EndpointForm,
    )

    def construct_view(self, view_class: Any, **kwargs: Any) -> AView:
        return keepers_only(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/journal/", keepers_only(LogView.as_view()), name="log"),
            path("<int:pk>/secret/", keepers_only(never_cache(SecretView.as_view())), name="secret"),
            path("<int:pk>/essai/", keepers_only(send_a_test), name="test"),
            path("<int:pk>/journal/<int:delivery>/renvoi/", keepers_only(send_it_again), name="again"),
        ]
