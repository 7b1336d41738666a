"""What the team finds of ideas in the back office."""

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ideas.box.desk import urlpatterns
from ideas.box.rules import may_manage


class DeskMenuItem(MenuItem):
    """For who answers ideas; nobody else sees it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage(request.user)


@hooks.register("register_admin_urls")
def register_desk() -> list[URLPattern]:
    return urlpatterns()


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return DeskMenuItem(_("Boîte à idées"), reverse("ideas_desk"), icon_name="form", order=157)
