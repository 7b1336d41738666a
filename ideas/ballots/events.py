"""What ballots announce. Each event is made here and nowhere else; docs/protocol.md lists who may listen."""

from ideas.ballots.models import Ballot
from realtime.announce import Step


def turnout_moved(ballot: Ballot) -> list[Step]:
    """`turnout` of `ballot:<id>`: its roll is there, a paper came in or was withdrawn. Never what stands on one."""
    return [Step(ballot.topic, "turnout")]


def plan_changed(ballot: Ballot) -> list[Step]:
    """`plan` of `ballot:<id>`: it was published or moved. Nothing for a draft."""
    return [] if ballot.is_draft else [Step(ballot.topic, "plan")]


def ballot_closed(ballot: Ballot) -> list[Step]:
    """`closed` of `ballot:<id>`: it is sealed and counted."""
    return [Step(ballot.topic, "closed")]
