"""The line of descent as every page shows it: the idea, the creation, what became of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.box.queries.origins import origin_of
from ideas.creations.models import Creation, CreationQuerySet
from ideas.creations.queries.creations import CreationLine, line_of_row
from ideas.descent import Station, heirs_of


def line_of_creation(creation: CreationLine, viewer: Any, now: datetime) -> list[Station]:
    """The whole line that runs through a creation, as far as this viewer may know; a query for its idea."""
    heirs = heirs_of([creation.pk], viewer, now).get(creation.pk, [])
    return [*_origin(creation.idea), _station(creation), *(heirs or [_ahead(creation)])]


def line_of(creation_id: int | None, viewer: Any, now: datetime) -> list[Station]:
    """The line for a page that only knows the creation's number; empty for none, and for a draft."""
    row = _public().filter(pk=creation_id).first() if creation_id else None
    return line_of_creation(line_of_row(row, now), viewer, now) if row else []


def line_of_idea(idea_id: int, viewer: Any, now: datetime) -> list[Station]:
    """The line that begins with an idea, through its latest creation; empty while nothing came of it."""
    row = _public().filter(idea=idea_id).order_by("-published_at", "-pk").first()
    return line_of_creation(line_of_row(row, now), viewer, now) if row else []


def _public() -> CreationQuerySet:
    return Creation.objects.public().select_related("universe", "picture").prefetch_related("stages__ballot")


def _origin(idea_id: int | None) -> list[Station]:
    origin = origin_of(idea_id) if idea_id else None
    if origin is None:
        return []
    by = _("@%(handle)s") % {"handle": origin.author} if origin.author else _("quelqu’un qui est parti")
    words = ngettext("%(title)s, de %(by)s, %(n)s soutien", "%(title)s, de %(by)s, %(n)s soutiens", origin.supports) % {
        "title": origin.title,
        "by": by,
        "n": origin.supports,
    }
    return [Station(_("Idée nº %(n)s") % {"n": origin.number}, words, origin.url)]


def _station(creation: CreationLine) -> Station:
    """What the creation is called, what its stages chose, and how many papers that took."""
    chosen = " · ".join(stage.outcome for stage in creation.stages if stage.outcome)
    papers = sum(stage.votes.voted for stage in creation.stages if stage.votes and stage.is_decided)
    counted = ngettext("%(n)s papier", "%(n)s papiers", papers) % {"n": papers} if papers else ""
    words = [creation.title, chosen, counted]
    return Station(_("Création"), ". ".join(filter(None, words)), creation.url)


def _ahead(creation: CreationLine) -> Station:
    """The same words whatever is being prepared."""
    words = (
        _("La suite se dira ici, à son heure.") if creation.is_finished else _("Quand la dernière étape sera décidée.")
    )
    return Station(_("Drop"), words, is_ahead=True)
