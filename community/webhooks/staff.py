"""The form of a webhook in the back office, and who may enter."""

import json
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permission_policies.base import BasePermissionPolicy

from community.members.models import Member
from community.members.queries import staff_with
from community.outgoing.addresses import AddressRefused
from community.text.clean import clean
from community.webhooks.kinds import all_events
from community.webhooks.rules import MANAGE, address_parts, may_manage


class KeeperPolicy(BasePermissionPolicy):
    """One permission for all of it."""

    def user_has_permission(self, user: Any, action: str) -> bool:  # noqa: ARG002 -- one permission for every action
        return may_manage(user)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Member]:  # noqa: ARG002 -- likewise
        return staff_with(MANAGE)


def _choices() -> list[tuple[str, SafeString]]:
    """What there is to hear of, each with the example that its data are shaped like."""
    line = "{} <code>{}</code><br><code>{}</code>"
    return [
        (event.name, format_html(line, event.label, event.name, json.dumps(event.example, ensure_ascii=False)))
        for event in all_events()
    ]


class EndpointForm(WagtailAdminModelForm):
    """An address, and what it hears of."""

    events = forms.MultipleChoiceField(
        choices=_choices, label=gettext_lazy("Ce qu’il apprend"), widget=forms.CheckboxSelectMultiple
    )

    def clean_name(self) -> str:
        return " ".join(clean(self.cleaned_data["name"]).split())

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            address_parts(address)
        except AddressRefused:
            raise forms.ValidationError(
                _("Il faut une adresse en https, avec un nom d’hôte, sans mot de passe et sans « # ».")
            ) from None
        return address
