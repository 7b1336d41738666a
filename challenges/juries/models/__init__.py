"""The judging of a Qdéfi: the community's votes and papers, the jury with its marks, the published result."""

from challenges.juries.models.judgings import Judging, JudgingKey, Published, RingPlace, Seat
from challenges.juries.models.panels import Conflict, Juror, JurorQuerySet, JuryRound, Mark, Note
from challenges.juries.models.papers import Paper, Participation, RollEntry, Vote

__all__ = [
    "Conflict",
    "Judging",
    "JudgingKey",
    "Juror",
    "JurorQuerySet",
    "JuryRound",
    "Mark",
    "Note",
    "Paper",
    "Participation",
    "Published",
    "RingPlace",
    "RollEntry",
    "Seat",
    "Vote",
]
