"""The line of descent as every page shows it: the idea, the creation, what became of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ideas.creations.models import Creation
from ideas.creations.queries.creations import CreationLine, line_of_row
from ideas.descent import Station, heirs_of


def line_of_creation(creation: CreationLine, viewer: Any, now: datetime) -> list[Station]:
    """The whole line that runs through a creation, as far as this viewer may know."""
    stations = [_station(creation)]
    heirs = heirs_of([creation.pk], viewer, now).get(creation.pk, [])
    return [*stations, *(heirs or [Station(_("Drop"), _ahead(creation), is_ahead=True)])]


def line_of(creation_id: int | None, viewer: Any, now: datetime) -> list[Station]:
    """The line for a page that only knows the creation's number; empty for none, and for a draft."""
    if creation_id is None:
        return []
    rows = Creation.objects.public().select_related("universe", "picture").prefetch_related("stages")
    row = rows.filter(pk=creation_id).first()
    return line_of_creation(line_of_row(row, now), viewer, now) if row else []


def _station(creation: CreationLine) -> Station:
    chosen = " · ".join(stage.outcome for stage in creation.stages if stage.outcome)
    return Station(_("Création"), chosen or creation.title, creation.url, creation.language)


def _ahead(creation: CreationLine) -> str:
    if creation.is_finished:
        return _("La suite se dira ici, à son heure.")
    return _("Quand la dernière étape sera décidée.")
