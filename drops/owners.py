"""Who has pieces of a drop, for what is put to the vote of its owners: a paper for each piece."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from drops.models import Hold
from ideas.ballots.owners import register_ownership

DROP = "drop"


def papers_of(code: str, at: datetime) -> Mapping[int, int]:
    """How many pieces of a drop each member had ordered by then and has not given back. One query."""
    ordered = Hold.objects.filter(drop__code=code, state=Hold.State.ORDERED, order__created_at__lte=at)
    return dict(ordered.values_list("claim__member").annotate(Count("pk")))


def register() -> None:
    """Tell ballots that a drop has owners."""
    register_ownership(DROP, _("propriétaires du drop"), papers_of)
