"""Qdéfis in the one search: what is announced, by all its words. Entries are not in it: a blind one stays blind."""

from collections.abc import Collection, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models import Qdefi
from challenges.qdefis.queries import qdefi_lines
from community.search.actions import index_entries
from community.search.kinds import Entry, Kind
from community.text.markdown import read
from realtime import clock

QDEFI = "qdefi"


def index_qdefi(qdefi: Qdefi) -> None:
    """Make an announced Qdéfi findable by what it says now."""
    if not qdefi.is_draft:
        index_entries(_entry(qdefi))


def _entry(qdefi: Qdefi) -> Entry:
    return Entry(
        kind=QDEFI,
        key=str(qdefi.pk),
        language=qdefi.language,
        audience="all",
        title=qdefi.title,
        body=f"{qdefi.lead}\n{read(qdefi.brief).plain}\n{read(qdefi.rules).plain}\n{qdefi.prize}",
        place=qdefi.universe.slug,
        at=qdefi.published_at,
    )


def _entries() -> Iterator[Entry]:
    for qdefi in Qdefi.objects.public().select_related("universe").iterator():
        yield _entry(qdefi)


def _load(keys: Collection[str], request: HttpRequest) -> dict[str, dict[str, Any]]:
    lines = qdefi_lines(Qdefi.objects.public().filter(pk__in=keys), clock.now())
    return {str(line.pk): {"url": line.url, "line": line} for line in lines}


KIND = Kind(name=QDEFI, label=_("Qdéfis"), template="qdefis/_found_qdefi.html", load=_load, entries=_entries)
