"""What a profile shows of a member's Qdéfis: entries whose author everybody may know."""

from typing import Any

from django.db.models import Q

from challenges.qdefis.models import Entry, EntryQuerySet, EntryState, Kind

LATEST = 5


def count_entries(member_id: int) -> int:
    """How many entries of a member everybody may see and know to be theirs."""
    return _known(member_id).count()


def latest_entries(member_id: int, viewer: Any) -> list[Entry]:
    """The latest of them; one query."""
    return list(_known(member_id).select_related("qdefi").order_by("-submitted_at", "-pk")[:LATEST])


def _known(member_id: int) -> EntryQuerySet:
    """Not one of a blind Qdéfi before its results: neither in the list nor in the number."""
    tells = Q(qdefi__settled_at__isnull=False) | Q(qdefi__is_blind=False, qdefi__kind__in=[Kind.PHOTO, Kind.TEXT])
    return Entry.objects.filter(tells, author=member_id, state=EntryState.SUBMITTED)
