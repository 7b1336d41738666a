"""What creations became, for the line of descent: through the embargo, and no other way."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from drops.queries import drops_of_creations
from drops.visibility import SheetDropView
from ideas.descent import Station


def heirs(creation_ids: Collection[int], viewer: Any, now: datetime) -> dict[int, list[Station]]:
    """The drops of these creations whose watch this viewer may know: a link from a creation says which one it is."""
    return {
        creation_id: [_station(view) for view in views if isinstance(view, SheetDropView)]
        for creation_id, views in drops_of_creations(creation_ids, viewer, now).items()
    }


def _station(view: SheetDropView) -> Station:
    return Station(_("Drop"), f"{view.title}, {view.phase.label}", reverse("drops:drop", args=[view.code]))
