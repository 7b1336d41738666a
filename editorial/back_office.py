"""The back office under `/atelier/`: Wagtail's admin, without its ways around the house's one login."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.http import require_POST
from django.views.defaults import page_not_found
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, LogoutView
from wagtail.documents.views.serve import serve
from wagtail.utils.urlpatterns import decorate_urlpatterns

View = Callable[..., HttpResponse]


class StaffAccountView(AccountView):
    """The preferences of somebody in the back office; name, address and password are kept under `/comptes/`."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if panel.name not in {"name_email", "password"}]


def hide_from_members(view: View) -> View:
    """Answer "not found" to a member without business here: Wagtail would send them to a login they have passed."""

    @wraps(view)
    def hidden(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise Http404
        return view(request, *args, **kwargs)

    return hidden


def nowhere(request: HttpRequest) -> HttpResponse:
    """The place of a page of Wagtail's that this house does without."""
    return page_not_found(request, Http404())


urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path(r"^password_reset/(?:.*)$", nowhere),
    *decorate_urlpatterns(
        [
            # Wagtail's view deletes the session's cookie whatever it answers, to a link that somebody planted, too.
            path("logout/", require_POST(LogoutView.as_view())),
            path("account/", require_admin_access(StaffAccountView.as_view())),
            re_path(r"^documents/(\d+)/fichier/(.*)$", require_admin_access(serve), name="wagtaildocs_serve"),
            path("", include(wagtailadmin_urls)),
        ],
        hide_from_members,
    ),
]
