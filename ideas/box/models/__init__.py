"""Ideas, who stands behind them, each step of their way, and what the house notes for itself."""

from ideas.box.models.ideas import LONGEST_TITLE, Idea, IdeaQuerySet, IdeaState, Visibility
from ideas.box.models.steps import Note, Revision, Step
from ideas.box.models.supports import Support, SupportQuerySet

__all__ = [
    "LONGEST_TITLE",
    "Idea",
    "IdeaQuerySet",
    "IdeaState",
    "Note",
    "Revision",
    "Step",
    "Support",
    "SupportQuerySet",
    "Visibility",
]
