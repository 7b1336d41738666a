"""What a judging announces: made in the part below, whose topic it is."""

from challenges.juries.models import Judging
from challenges.qdefis.events import votes_changed
from realtime.announce import Step


def turnout_moved(judging: Judging) -> list[Step]:
    """`votes.changed` of `qdefi:<slug>`: the votes opened, a paper came in or was withdrawn. Never what is on it."""
    return votes_changed(judging.qdefi, judging.voted)
