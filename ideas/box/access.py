"""From what an address says to the idea that this person may see; "not found" for what they may not know."""

from typing import Any

from django.http import Http404

from ideas.box.models import Idea
from ideas.box.rules import may_read

LARGEST = 2**63 - 1  # a bigint


def idea_or_404(number: int, viewer: Any) -> Idea:
    """An idea with its universe, its author and what it was merged into."""
    rows = Idea.objects.select_related("universe", "author", "merged_into")
    idea = rows.filter(pk=number).first() if number <= LARGEST else None
    if idea is None or not may_read(idea, viewer):
        raise Http404(str(number))
    return idea
