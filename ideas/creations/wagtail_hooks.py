"""What editors find of creations in the back office."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from ideas.creations.models import Creation, Stage
from ideas.creations.staff import DECIDE, PUBLISH, LeaderPolicy
from ideas.creations.viewsets import CreationViewSet, StageViewSet

for model in (Creation, Stage):
    register_permission_policy(model, LeaderPolicy(model))


@hooks.register("register_admin_viewset")
def register_creations() -> list[CreationViewSet | StageViewSet]:
    return [CreationViewSet(), StageViewSet()]


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    """The editors' verbs in the history of a creation and of a stage."""
    for verb in (PUBLISH, DECIDE):
        actions.register_action(f"creations.{verb.name}", verb.label, verb.label)
