"""What a member proposed, as their profile shows it."""

from typing import Any

from ideas.box.models import Idea
from ideas.box.queries.lines import IdeaLine, lines_of, whole

LATEST = 5


def count_ideas(member_id: int) -> int:
    """How many ideas of a member everybody may see."""
    return Idea.objects.shown().filter(author=member_id).count()


def latest_ideas(member_id: int, viewer: Any) -> list[IdeaLine]:
    """The latest of them; as many queries however many there are."""
    return lines_of(
        whole(Idea.objects.shown()).filter(author=member_id).order_by("-proposed_at", "-pk")[:LATEST], viewer
    )
