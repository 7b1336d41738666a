"""Who hears that a ballot opened, and that it closed: each is said here, in the transaction that makes it true."""

from community.notices.actions import begin_round
from ideas.ballots import events, webhooks
from ideas.ballots.models import Ballot
from ideas.ballots.telling import VOTERS, facts_of
from realtime.announce import announce


def spread_opening(ballot: Ballot) -> None:
    """`ballot.opened`: the pages that show it learn the size of the roll."""
    webhooks.opened(ballot)
    announce(*events.turnout_moved(ballot))


def spread_close(ballot: Ballot) -> None:
    """`ballot.closed`: who took part is told where the result is, and by which digest it can be known."""
    begin_round(VOTERS, actor_id=None, key=f"ballot:{ballot.pk}", data=facts_of(ballot) | {"digest": ballot.digest})
    webhooks.closed(ballot)
    announce(*events.ballot_closed(ballot))
