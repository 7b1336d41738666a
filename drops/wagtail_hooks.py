"""What the drop team finds in the back office."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from drops.models import Brand, Drop, Spokesperson, Watch
from drops.staff import VERBS, TeamPolicy
from drops.viewsets import DropViewSetGroup, team_picture

for _model in (Brand, Drop, Spokesperson, Watch):
    register_permission_policy(_model, TeamPolicy(_model))


@hooks.register("register_admin_viewset")
def register_drops() -> DropViewSetGroup:
    return DropViewSetGroup()


@hooks.register("register_admin_urls")
def register_pictures() -> list[URLPattern]:
    return [path("montres/images/<slug:token>/", team_picture, name="team_picture")]


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    """The team's verbs in the history of a drop."""
    for verb in VERBS:
        actions.register_action(f"drops.{verb.name}", verb.label, verb.label)
