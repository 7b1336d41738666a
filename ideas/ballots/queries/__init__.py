"""What pages and machines read of ballots: frozen, and before the sealing blind to every choice but the viewer's."""

from .ballots import BallotView, OptionView, OwnPaper, ballot_for, public_view
from .published import tally_bytes
from .results import Result, result_of
from .waiting import Waiting, waiting_for

__all__ = [
    "BallotView",
    "OptionView",
    "OwnPaper",
    "Result",
    "Waiting",
    "ballot_for",
    "public_view",
    "result_of",
    "tally_bytes",
    "waiting_for",
]
