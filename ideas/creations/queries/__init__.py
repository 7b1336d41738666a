"""What pages, feeds and machines read of creations: frozen, and nobody's name without their consent."""

from ideas.creations.queries.creations import (
    CreationLine,
    CreationPage,
    PictureView,
    StageLine,
    StagePage,
    Votes,
    creation_page,
    creations,
    follows,
    places_of,
    running_creation,
    stage_page,
    winners_of,
)
from ideas.creations.queries.credits import Credits, credits_of, participants_of
from ideas.creations.queries.lineage import line_of, line_of_creation, line_of_idea

__all__ = [
    "CreationLine",
    "CreationPage",
    "Credits",
    "PictureView",
    "StageLine",
    "StagePage",
    "Votes",
    "creation_page",
    "creations",
    "credits_of",
    "follows",
    "line_of",
    "line_of_creation",
    "line_of_idea",
    "participants_of",
    "places_of",
    "running_creation",
    "stage_page",
    "winners_of",
]
