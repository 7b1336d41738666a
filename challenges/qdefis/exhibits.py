"""Entries as the moderation desk sees them."""

import re
from collections.abc import Collection
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.actions.entering import KIND, hide_entry, show_entry
from challenges.qdefis.actions.locking import lock_entry, lock_qdefi
from challenges.qdefis.models import Entry
from challenges.qdefis.models.entries import ENTERED
from challenges.qdefis.rules import may_read
from community.discussions.actions.writing import lock_members
from community.moderation.kinds import Exhibit, Kind
from community.pictures.queries import address

ID = r"[1-9][0-9]{0,17}"  # one spelling of a number, within a bigint


def _load(keys: Collection[str], viewer: Any) -> dict[str, Exhibit]:
    """Entries with their photos and words, whatever their state. Two queries; what is no number is no entry."""
    numbers = [key for key in keys if re.fullmatch(ID, key)]
    rows = Entry.objects.filter(pk__in=numbers).select_related("qdefi").prefetch_related("pictures__picture")
    return {
        str(entry.pk): Exhibit(
            title=entry.title or str(entry.qdefi),
            html=format_html("{}{}", _photos(entry), mark_safe(entry.html)),  # noqa: S308 -- our own rendering, stored
            author_id=entry.author_id,
            url=entry.get_absolute_url(),
            at=entry.submitted_at or entry.started_at,
            context=str(entry.qdefi),
            edited_at=entry.edited_at,
        )
        for entry in rows
    }


def _photos(entry: Entry) -> str:
    return format_html_join(
        "",
        '<p><img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></p>',
        (
            (address(row.picture.token, 960, "jpg"), row.alt, row.picture.width, row.picture.height)
            for row in entry.pictures.all()
        ),
    )


def _hide(key: str, by: Any) -> None:
    hide_entry(Entry.objects.get(pk=key))


def _show(key: str, by: Any) -> None:
    show_entry(Entry.objects.get(pk=key))


def _may_flag(key: str, viewer: Any) -> bool:
    """What everybody sees; not one's own."""
    if not re.fullmatch(ID, key):
        return False
    entry = Entry.objects.standing().filter(pk=key).select_related("qdefi").first()
    return entry is not None and may_read(entry, entry.qdefi, viewer) and entry.author_id != viewer.pk


def _lock(key: str) -> None:
    """Its author, whose level a decision may move, its Qdéfi, then the entry: as everything that writes takes them."""
    entry = Entry.objects.filter(pk=key, state__in=ENTERED).only("author", "qdefi").first()
    if entry is not None:
        lock_members(entry.author_id)
        qdefi, _now = lock_qdefi(entry.qdefi_id)
        lock_entry(entry.pk, qdefi)


ENTRIES = Kind(
    name=KIND, label=_("Participation à un Qdéfi"), load=_load, hide=_hide, show=_show, may_flag=_may_flag, lock=_lock
)
