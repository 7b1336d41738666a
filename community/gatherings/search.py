"""Gatherings in the one search: what is public, by all its words."""

from collections.abc import Collection, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.gatherings.models import Gathering
from community.search.actions import index_entries
from community.search.kinds import Entry, Kind
from community.text.markdown import read

GATHERING = "gathering"


def index_gathering(gathering: Gathering) -> None:
    """Make a public gathering findable by what it says now."""
    if not gathering.is_draft:
        index_entries(_entry(gathering))


def _entry(gathering: Gathering) -> Entry:
    words = (gathering.summary, gathering.place, gathering.address, read(gathering.text).plain)
    return Entry(
        kind=GATHERING,
        key=str(gathering.pk),
        language=gathering.language,
        audience="all",
        title=gathering.title,
        body="\n".join(words),
        place=gathering.universe.slug,
        at=gathering.starts_at,
    )


def _entries() -> Iterator[Entry]:
    for gathering in Gathering.objects.public().select_related("universe").iterator():
        yield _entry(gathering)


def _load(keys: Collection[str], request: HttpRequest) -> dict[str, dict[str, Any]]:
    rows = Gathering.objects.public().filter(pk__in=keys)
    return {
        str(row.pk): {
            "url": row.get_absolute_url(),
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "place": row.place,
            "is_cancelled": row.is_cancelled,
        }
        for row in rows
    }


KIND = Kind(
    name=GATHERING, label=_("Événements"), template="gatherings/_found_gathering.html", load=_load, entries=_entries
)
