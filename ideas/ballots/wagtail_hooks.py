"""What editors find of ballots in the back office."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from ideas.ballots.models import Ballot
from ideas.ballots.staff import BallotPolicy
from ideas.ballots.viewsets import BallotViewSet

register_permission_policy(Ballot, BallotPolicy(Ballot))


@hooks.register("register_admin_viewset")
def register_ballots() -> BallotViewSet:
    return BallotViewSet()


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    """The editors' verb in the history of a ballot."""
    actions.register_action("ballots.publier", _("Publier"), _("A publié"))
