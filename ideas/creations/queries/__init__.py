"""What pages, feeds and machines read of creations: frozen, and nobody's name without their consent."""

from ideas.creations.queries.creations import (
    CreationLine,
    CreationPage,
    PictureView,
    StageLine,
    StagePage,
    creation_page,
    creations,
    follows,
    running_creation,
    stage_page,
)
from ideas.creations.queries.credits import Credits, credits_of, participants_of
from ideas.creations.queries.lineage import line_of, line_of_creation

__all__ = [
    "CreationLine",
    "CreationPage",
    "Credits",
    "PictureView",
    "StageLine",
    "StagePage",
    "creation_page",
    "creations",
    "credits_of",
    "follows",
    "line_of",
    "line_of_creation",
    "participants_of",
    "running_creation",
    "stage_page",
]
