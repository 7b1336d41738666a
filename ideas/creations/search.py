"""Creations in the one search: what is public, by all its words, those of its stages too."""

from collections.abc import Collection, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.search.actions import index_entries
from community.search.kinds import Entry, Kind
from community.text.markdown import read
from ideas.creations.models import Creation

CREATION = "creation"


def index_creation(creation: Creation) -> None:
    """Make a public creation findable by what it and its stages say now."""
    if not creation.is_draft:
        index_entries(_entry(creation))


def _entry(creation: Creation) -> Entry:
    words = [creation.lead]
    for stage in creation.stages.all():
        words += [stage.title, read(stage.text).plain, stage.outcome]
    return Entry(
        kind=CREATION,
        key=str(creation.pk),
        language=creation.language,
        audience="all",
        title=creation.title,
        body="\n".join(words),
        place=creation.universe.slug,
        at=creation.published_at,
    )


def _entries() -> Iterator[Entry]:
    rows = Creation.objects.public().select_related("universe").prefetch_related("stages")
    for creation in rows.iterator(chunk_size=200):
        yield _entry(creation)


def _load(keys: Collection[str], request: HttpRequest) -> dict[str, dict[str, Any]]:
    rows = Creation.objects.public().filter(pk__in=keys)
    return {str(row.pk): {"url": row.get_absolute_url(), "published_at": row.published_at} for row in rows}


KIND = Kind(
    name=CREATION, label=_("Créations"), template="creations/_found_creation.html", load=_load, entries=_entries
)
