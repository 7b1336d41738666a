"""Ideas much like one that is being typed."""

from django.http import HttpRequest

from community.search.resembling import resembling
from ideas.box.queries.lines import IdeaLine

MOST = 4
SHORTEST = 4  # letters typed before anything is looked for


def ideas_alike(request: HttpRequest, title: str, most: int = MOST) -> list[IdeaLine]:
    """Ideas that say nearly what the title says, the nearest first; accents, endings and slips of the hand forgiven."""
    if len(title.strip()) < SHORTEST:
        return []
    return [line.row["idea"] for line in resembling(request, title, kind="idea", most=most)]
