"""What becomes of a member's vote in a Qdéfi when they leave, and of one that lost its key."""

from django.db import transaction

from challenges.juries import events
from challenges.juries.actions.locking import lock_judging, read_clock
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.actions.votes import drop_paper
from challenges.juries.models import Judging, JudgingKey, Vote
from challenges.juries.queries.roll import name_of
from community.personal.registry import Leaving
from ideas.ballots.secrecy import new_key
from realtime import clock
from realtime.announce import announce


def let_voter_go(leaving: Leaving) -> None:
    """Take their papers out of open votes, each in a transaction of its own; what is closed is sealed first."""
    now = clock.now()
    for judging in Judging.objects.filter(roll__member=leaving.member_id, sealed_at=None).select_related("qdefi"):
        settled = settle_judging(judging.qdefi, now)
        if settled is not None and settled.sealed_at is None:
            _withdraw_paper(judging.pk, leaving.member_id)


@transaction.atomic
def _withdraw_paper(qdefi_id: int, member_id: int) -> None:
    judging = lock_judging(qdefi_id)
    name = name_of(judging, member_id)
    if name is not None and read_clock() < judging.closes_at_hour:
        drop_paper(judging, name)


@transaction.atomic
def renew_judging(judging: Judging) -> int:
    """After a restore: forget the votes of an open judging that lost its key, and give it another; how many went.

    Without the key everybody could vote twice. One that has its key, or is sealed, stays. Announces `votes.changed`.
    """
    judging = lock_judging(judging.pk)
    is_whole = JudgingKey.objects.filter(judging=judging).exists() or not judging.takes_votes
    if judging.opened_at is None or judging.sealed_at is not None or is_whole:
        return 0
    forgotten, _ = Vote.objects.filter(judging=judging).delete()
    JudgingKey.objects.create(judging=judging, secret=new_key())
    judging.voted = 0
    judging.save(update_fields=["voted"])
    announce(*events.turnout_moved(judging))
    return forgotten
