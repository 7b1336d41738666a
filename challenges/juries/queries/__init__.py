"""What pages show of a judging: its turnout, a member's marks, the jury's progress and desk, the result."""

from challenges.juries.queries.desk import Case, Desk, Progress, desk_for, progress_of
from challenges.juries.queries.marks import Marking, Turnout, markings_for, turnout_for
from challenges.juries.queries.results import Placed, ResultView, published_bytes, result_view, winners_of

__all__ = [
    "Case",
    "Desk",
    "Marking",
    "Placed",
    "Progress",
    "ResultView",
    "Turnout",
    "desk_for",
    "markings_for",
    "progress_of",
    "published_bytes",
    "result_view",
    "turnout_for",
    "winners_of",
]
