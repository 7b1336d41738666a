"""Every write to the index. It happens in the caller's transaction: the index commits with what it is about."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models.functions import Now

from community.search.kinds import Entry, Kind
from community.search.models import IndexEntry
from community.search.trigrams import trigrams_of_title
from community.text.folding import words_of

LONGEST_TITLE = 300  # characters; of what is longer the beginning is found
LONGEST_BODY = 20_000
BATCH = 500
KEPT = ("kind", "key")
WRITTEN = [
    "language", "audience", "author_id", "place", "at", "weight", "title", "body",
    "folded_title", "folded_body", "trigrams", "indexed_at",
]  # fmt: skip


def index_entries(*entries: Entry) -> None:
    """Make things findable, or found by what they say now. Of two with one key the last counts."""
    rows = {(entry.kind, entry.key): _row(entry) for entry in entries}
    IndexEntry.objects.bulk_create(
        [rows[key] for key in sorted(rows)],  # one order for all who write, so that none waits for another in a circle
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=KEPT,
        update_fields=WRITTEN,
    )


def forget_entries(kind: str, keys: Collection[str]) -> None:
    """Find these no more. What was never indexed is no mistake."""
    IndexEntry.objects.filter(kind=kind, key__in=keys).delete()


def reindex(kind: Kind) -> int:
    """Index everything of a kind anew and forget the rest; says how much there is.

    What others index meanwhile is newer than what is read here, and stays.
    """
    started = _now()
    count = 0
    for batch in _batches(kind.entries()):
        _index_older(kind.name, batch, started)
        count += len(batch)
    IndexEntry.objects.filter(kind=kind.name, indexed_at__lt=started).delete()
    return count


@transaction.atomic
def _index_older(kind: str, batch: list[Entry], started: datetime) -> None:
    keys = [entry.key for entry in batch]
    rows = IndexEntry.objects.select_for_update().filter(kind=kind, key__in=keys, indexed_at__gte=started)
    newer = set(rows.values_list("key", flat=True))
    index_entries(*(entry for entry in batch if entry.key not in newer))


def _now() -> datetime:
    """The database's own time, which is also the stamp of each entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _row(entry: Entry) -> IndexEntry:
    title, body = (text.replace("\0", "") for text in (entry.title[:LONGEST_TITLE], entry.body[:LONGEST_BODY]))
    folded = words_of(title)
    return IndexEntry(
        kind=entry.kind,
        key=entry.key,
        language=entry.language,
        audience=entry.audience,
        author_id=entry.author_id,
        place=entry.place,
        at=entry.at,
        weight=entry.weight,
        title=title,
        body=body,
        folded_title=" ".join(folded),
        folded_body=" ".join(words_of(body)),
        trigrams=trigrams_of_title(folded),
        indexed_at=Now(),
    )
