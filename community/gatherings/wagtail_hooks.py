"""What editors find of gatherings in the back office."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from community.gatherings.models import Gathering
from community.gatherings.staff import VERBS, OrganiserPolicy
from community.gatherings.viewsets import GatheringViewSet

register_permission_policy(Gathering, OrganiserPolicy(Gathering))


@hooks.register("register_admin_viewset")
def register_gatherings() -> GatheringViewSet:
    return GatheringViewSet()


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    """The editors' verbs in the history of a gathering, and who took the list of guests."""
    for verb in VERBS:
        actions.register_action(f"gatherings.{verb.name}", verb.label, verb.label)
    actions.register_action("gatherings.guests", _("Prendre la liste"), _("A pris la liste de qui vient"))
