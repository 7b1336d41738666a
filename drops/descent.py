"""What creations became, for the line of descent: through the embargo, and no other way."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.gatherings import hours
from drops.queries import drops_of_creations
from drops.visibility import DropView, SheetDropView
from ideas.descent import Station


def heirs(creation_ids: Collection[int], viewer: Any, now: datetime) -> dict[int, list[Station]]:
    """The drops of these creations as this viewer may see them: nothing of a sealed one, of another its hour."""
    views = drops_of_creations(creation_ids, viewer, now)
    return {creation_id: [_station(view) for view in found] for creation_id, found in views.items()}


def _station(view: DropView) -> Station:
    words = [view.title]
    if not isinstance(view, SheetDropView) and view.opens_at:
        when = {"day": hours.day(view.opens_at), "hour": hours.hour(view.opens_at)}
        words.append(_("{day} à {hour}").format(**when))
    words.append(str(view.phase.label))
    return Station(_("Drop"), ", ".join(words), reverse("drops:drop", args=[view.code]))
