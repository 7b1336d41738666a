"""What editors find of Qdéfis in the back office."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from challenges.qdefis.models import Qdefi
from challenges.qdefis.staff import VERBS, LeaderPolicy
from challenges.qdefis.viewsets import QdefiViewSet

register_permission_policy(Qdefi, LeaderPolicy(Qdefi))


@hooks.register("register_admin_viewset")
def register_qdefis() -> QdefiViewSet:
    return QdefiViewSet()


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    """The editors' verbs in the history of a Qdéfi."""
    for verb in VERBS:
        actions.register_action(f"qdefis.{verb.name}", verb.label, verb.label)
    for name, label in (
        ("hide", _("Masquer une participation")),
        ("show", _("Montrer une participation")),
        ("export", _("Exporter les participations")),
    ):
        actions.register_action(f"qdefis.{name}", label, label)
