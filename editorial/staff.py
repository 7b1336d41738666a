"""Members, as the back office keeps them: who works here, and in which team. Accounts are made by signing up, alone."""

from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import UserViewSet

from community.members.models import Member


class StaffForm(UserEditForm):
    """The rights of a member; what is theirs to change (name, address, password) is not here."""

    email = None
    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        model = Member
        fields = ["is_active", "is_staff", "is_superuser", "groups"]


class MemberViewSet(UserViewSet):
    """Wagtail's list of people, without the way to make one."""

    template_prefix = ""
    menu_label = _("Membres")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[StaffForm]:  # noqa: ARG002, FBT001, FBT002 -- its base's signature
        return StaffForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs, add_url_name=None)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "add"]
