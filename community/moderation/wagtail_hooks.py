"""What moderators find in the back office: the desk at a glance; what is decided is decided on the site's own pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from community.moderation import queries
from community.moderation.access import moderator_or_404, moderators_only, place_or_404
from community.moderation.rules import may_moderate


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """The queue of `/moderation/`, by the same query."""

    template_name = "moderation/staff/desk.html"
    page_title = gettext_lazy("Modération")
    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Modération")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, why = self.request.GET.get("genre", ""), self.request.GET.get("raison", "")
        after = place_or_404(self.request.GET.get("apres", ""))
        desk = queries.desk_for(moderator_or_404(self.request.user), kind=kind, why=why, after=after)
        return super().get_context_data(**kwargs) | {"desk": desk, "sanctions": queries.sanctions()}


class DeskMenuItem(MenuItem):
    """For who may moderate; nobody else sees it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)


@hooks.register("register_admin_urls")
def register_desk() -> list[URLPattern]:
    return [path("moderation/", moderators_only(DeskView.as_view()), name="moderation_desk")]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return DeskMenuItem(gettext_lazy("Modération"), reverse("moderation_desk"), icon_name="clipboard-list", order=160)
