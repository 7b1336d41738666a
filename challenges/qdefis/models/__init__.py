"""Qdéfis with their pictures and questions, and what members enter."""

from challenges.qdefis.models.entries import Entry, EntryPicture, EntryQuerySet, EntryState, new_code
from challenges.qdefis.models.qdefis import JuryMethod, Kind, Phase, Qdefi, QdefiPicture, QdefiQuerySet, VoteMethod
from challenges.qdefis.models.questions import Question

__all__ = [
    "Entry",
    "EntryPicture",
    "EntryQuerySet",
    "EntryState",
    "JuryMethod",
    "Kind",
    "Phase",
    "Qdefi",
    "QdefiPicture",
    "QdefiQuerySet",
    "Question",
    "VoteMethod",
    "new_code",
]
