"""Casting a vote, changing it, and taking it back: until the close by the database's clock, under the ballot's lock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from community.members.models import Member
from community.members.trust import day_of
from community.notices.actions import tell
from ideas.ballots import events
from ideas.ballots.actions.locking import lock_ballot, read_clock
from ideas.ballots.actions.opening import open_ballot
from ideas.ballots.models import Ballot, Phase, RollEntry, Vote
from ideas.ballots.rules import (
    BallotInterrupted,
    NotEligible,
    NothingToWithdraw,
    Suspended,
    UnknownPaper,
    check_choice,
    check_open,
)
from ideas.ballots.secrecy import new_receipt, voter_name
from ideas.ballots.telling import COUNTED, WITHDRAWN, facts_of
from realtime.announce import announce


@dataclass(frozen=True, slots=True)
class Held:
    """What a voter holds when their turn has come: the ballot, locked and open, the hour, the names of their papers."""

    ballot: Ballot
    now: datetime
    names: list[str]


@transaction.atomic
def cast_vote(ballot: Ballot, *, by: Member, choice: object, papers: Collection[int] | None = None) -> list[Vote]:
    """Cast a member's paper, or change it; of several papers these, or all. The same again changes nothing.

    Refuses (`VoteRefused`) by the name of the rule: a ballot that is not open, a member who is not on its roll, and a
    choice that its method does not know. Announces `turnout` for a new paper; tells the member that it is counted.
    """
    held = _hold(ballot, by, papers)
    ballot, mine = held.ballot, Vote.objects.filter(ballot=held.ballot, voter__in=held.names)
    choice = check_choice(ballot.method, list(ballot.options.values_list("pk", flat=True)), choice)
    known = {vote.voter: vote.choice for vote in mine}
    fresh = [
        Vote(ballot=ballot, voter=name, choice=choice, receipt=new_receipt(), day=day_of(held.now))
        for name in held.names
        if name not in known
    ]
    changed = [name for name, before in known.items() if before != choice]
    Vote.objects.bulk_create(fresh)
    Vote.objects.filter(ballot=ballot, voter__in=changed).update(choice=choice)
    if fresh or changed:
        _close(ballot, by, COUNTED, moved=len(fresh))
    return list(mine.all())


@transaction.atomic
def withdraw_vote(ballot: Ballot, *, by: Member, papers: Collection[int] | None = None) -> None:
    """Take a member's paper back as if it had never been; of several papers these, or all.

    Refuses (`VoteRefused`) what `cast_vote` does, and who had not voted. Announces `turnout`; tells the member.
    """
    held = _hold(ballot, by, papers)
    gone, _ = Vote.objects.filter(ballot=held.ballot, voter__in=held.names).delete()
    if not gone:
        raise NothingToWithdraw
    _close(held.ballot, by, WITHDRAWN, moved=-gone)


@transaction.atomic
def withdraw_papers(ballot: Ballot, *, member_id: int) -> None:
    """Take out the papers of somebody who leaves, without a word to them; what is closed stays. Announces `turnout`."""
    ballot = lock_ballot(ballot.pk)
    most, key = _entry_of(ballot, member_id)
    if ballot.phase(read_clock()) != Phase.OPEN or key is None:
        return
    names = [voter_name(key, member_id, paper) for paper in range(1, most + 1)]
    gone, _ = Vote.objects.filter(ballot=ballot, voter__in=names).delete()
    if gone:
        _count(ballot, -gone)


def _hold(ballot: Ballot, by: Member, papers: Collection[int] | None) -> Held:
    """Wait for one's turn, then look at everything anew: the hour, the account, the roll."""
    ballot = lock_ballot(ballot.pk)
    now = read_clock()
    check_open(ballot, now)
    if ballot.opened_at is None:
        open_ballot(ballot, now)
    _check_account(by)
    most, key = _entry_of(ballot, by.pk)
    if not most:
        raise NotEligible
    if key is None:
        raise BallotInterrupted
    wanted = sorted(set(range(1, most + 1) if papers is None else papers))
    if not wanted or wanted[0] < 1 or wanted[-1] > most:
        raise UnknownPaper
    return Held(ballot, now, [voter_name(key, by.pk, paper) for paper in wanted])


def _entry_of(ballot: Ballot, member_id: int) -> tuple[int, bytes | memoryview | None]:
    """How many papers a member has on the roll, and the ballot's key; (0, None) for somebody who is not there."""
    entries = RollEntry.objects.filter(ballot=ballot, member=member_id)
    return entries.values_list("papers", "ballot__key__secret").first() or (0, None)


def _check_account(by: Member) -> None:
    """As the account is now; nobody closes it before the commit, so that no vote outlives an erasure."""
    open_account = Member.objects.select_for_update(no_key=True).filter(pk=by.pk, is_active=True)
    if not open_account.values_list("pk").first():
        raise Suspended


def _close(ballot: Ballot, member: Member, kind: str, *, moved: int) -> None:
    """Tell, count, announce. A paper that only changed moves nothing that others may see, so nothing is announced."""
    tell(kind, [member.pk], key=f"ballot:{ballot.pk}", data=facts_of(ballot))
    _count(ballot, moved)


def _count(ballot: Ballot, moved: int) -> None:
    ballot.voted += moved
    ballot.save(update_fields=["voted"])
    if moved or ballot.shows_tally:
        announce(*events.turnout_moved(ballot))
