from .ballots import Ballot, BallotKey, BallotQuerySet, Method, Option, Phase, Tally
from .papers import Paper, Participation, RollEntry, Vote

__all__ = [
    "Ballot",
    "BallotKey",
    "BallotQuerySet",
    "Method",
    "Option",
    "Paper",
    "Participation",
    "Phase",
    "RollEntry",
    "Tally",
    "Vote",
]
