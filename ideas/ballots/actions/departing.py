"""What becomes of a member's votes when they leave."""

from community.personal.registry import Leaving
from ideas.ballots.actions.sealing import settle_ballot
from ideas.ballots.actions.votes import withdraw_papers
from ideas.ballots.models import Ballot
from realtime import clock


def let_member_go(leaving: Leaving) -> None:
    """Take their papers out of open ballots, each in a transaction of its own; what is closed is sealed first.

    The roll keeps its size and a sealed ballot its participation, which name somebody who left: else a tally that was
    published could not be checked against them.
    """
    now = clock.now()
    for ballot in Ballot.objects.filter(roll__member=leaving.member_id, sealed_at=None):
        if not settle_ballot(ballot, now).is_sealed:
            withdraw_papers(ballot, member_id=leaving.member_id)
