"""From what an address says to what this person may see; "not found" for what they may not know."""

from typing import Any

from django.http import Http404

from challenges.qdefis.models import Entry, Qdefi
from challenges.qdefis.rules import may_manage, may_read


def qdefi_or_404(slug: str, viewer: Any) -> Qdefi:
    """A Qdéfi with its universe; a draft for those who lead them."""
    qdefi = Qdefi.objects.select_related("universe").filter(slug=slug).first()
    if qdefi is None or (qdefi.is_draft and not may_manage(viewer)):
        raise Http404(slug)
    return qdefi


def entry_or_404(slug: str, code: str, viewer: Any) -> Entry:
    """An entry with its Qdéfi and its author: one that everybody may see, one's own, or any for those who lead."""
    rows = Entry.objects.select_related("qdefi__universe", "author")
    entry = rows.filter(qdefi__slug=slug, code=code).first()
    if entry is None or not may_read(entry, entry.qdefi, viewer):
        raise Http404(code)
    return entry


def own_entry_or_404(slug: str, code: str, member: Any) -> Entry:
    """An entry of this member's, whatever its state."""
    rows = Entry.objects.select_related("qdefi__universe").filter(qdefi__slug=slug, code=code, author=member)
    entry = rows.first()
    if entry is None:
        raise Http404(code)
    return entry
