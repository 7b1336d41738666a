"""Opening: the roll is frozen, the order of ties drawn, the key made. Whoever comes first after the hour does it."""

from datetime import datetime
from random import Random, SystemRandom

from ideas.ballots.actions.spreading import spread_opening
from ideas.ballots.models import Ballot, BallotKey, RollEntry
from ideas.ballots.queries.roll import papers_on_roll
from ideas.ballots.secrecy import new_key

AT_ONCE = 5_000


def open_ballot(ballot: Ballot, now: datetime, *, chance: Random | None = None) -> None:
    """Freeze the roll as it was at the hour of opening, under the ballot's lock. Announces `turnout`.

    What the house does not date (a confirmed address, a level, a universe) counts as it is now; the task that looks
    every minute keeps that close to the hour.
    """
    papers = papers_on_roll(ballot)
    RollEntry.objects.bulk_create(
        (RollEntry(ballot=ballot, member_id=member, papers=papers[member]) for member in sorted(papers)),
        batch_size=AT_ONCE,
    )
    BallotKey.objects.create(ballot=ballot, secret=new_key())
    order = list(ballot.options.values_list("pk", flat=True))
    (chance or SystemRandom()).shuffle(order)
    ballot.opened_at, ballot.eligible, ballot.tie_order = now, sum(papers.values()), order
    ballot.save(update_fields=["opened_at", "eligible", "tie_order"])
    spread_opening(ballot)
