"""What the team finds of webhooks in the back office."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from community.webhooks.models import Endpoint
from community.webhooks.staff import KeeperPolicy
from community.webhooks.viewsets import EndpointViewSet

register_permission_policy(Endpoint, KeeperPolicy(Endpoint))


@hooks.register("register_admin_viewset")
def register_endpoints() -> EndpointViewSet:
    return EndpointViewSet()


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    """Who took a new secret, sent a test or something again stands in the history."""
    actions.register_action("webhooks.secret", _("Changer le secret"), _("A changé le secret"))
    actions.register_action("webhooks.test", _("Envoyer un essai"), _("A envoyé un essai"))
    actions.register_action("webhooks.again", _("Renvoyer"), _("A renvoyé un envoi"))
