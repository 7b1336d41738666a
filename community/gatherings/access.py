"""From what an address says to what this person may see; "not found" for what they may not know."""

from typing import Any

from django.http import Http404

from community.gatherings.models import AgendaFeed, Gathering
from community.gatherings.rules import may_manage
from community.members.models import Member


def gathering_or_404(slug: str, viewer: Any) -> Gathering:
    """A gathering with its universe and its picture; a draft for those who organise it."""
    gathering = Gathering.objects.select_related("universe", "picture").filter(slug=slug).first()
    if gathering is None or (gathering.is_draft and not may_manage(viewer)):
        raise Http404(slug)
    return gathering


def owner_of(token: str) -> Member | None:
    """Whose calendar lies at that private address; None for one that never was, or leads nowhere any more."""
    feed = AgendaFeed.objects.select_related("member").filter(token=token, member__is_active=True).first()
    return feed.member if feed else None
