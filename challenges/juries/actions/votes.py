"""The community's marks: given, changed and taken back until the close by the database's clock."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from challenges.juries import events
from challenges.juries.actions.locking import lock_judge, lock_judging, read_clock, read_entry
from challenges.juries.actions.opening import open_judging
from challenges.juries.models import Judging, Juror, RollEntry, Vote
from challenges.juries.queries.roll import name_of
from challenges.juries.rules import NotEligible, NothingToWithdraw, VotesInterrupted, check_vote, check_votes_open
from challenges.qdefis.models import Entry
from community.members.models import Member
from community.members.trust import day_of
from ideas.ballots.secrecy import new_receipt
from realtime.announce import announce


@dataclass(frozen=True, slots=True)
class Held:
    """What a voter holds when their turn has come: the judging, locked and open, the hour, the name on their paper."""

    judging: Judging
    now: datetime
    name: str


@transaction.atomic
def mark_entry(entry: Entry, *, by: Member, mark: object) -> Vote:
    """Give an entry a member's mark, or another one in its place. The same again changes nothing.

    Refuses (`VoteRefused`) by the name of the rule: out of hours, who is not on the roll, one's own entry, one that
    was taken back or hidden, a mark that the method does not know. Announces `votes.changed` for a new paper.
    """
    held = _hold(entry, by)
    given = check_vote(read_entry(entry, held.judging), by.pk, held.judging.qdefi.vote_method, mark)
    paper = Vote.objects.filter(judging=held.judging, voter=held.name).first()
    if paper is None:
        paper = Vote.objects.create(
            judging=held.judging,
            voter=held.name,
            choice={str(entry.pk): given},
            receipt=new_receipt(),
            day=day_of(held.now),
        )
        _count(held.judging, 1)
    elif paper.choice.get(str(entry.pk)) != given:
        paper.choice[str(entry.pk)] = given
        _write(paper)
    return paper


@transaction.atomic
def withdraw_mark(entry: Entry, *, by: Member) -> None:
    """Take a mark back as if it had never been; a paper with nothing left on it goes, too.

    Refuses (`VoteRefused`) out of hours, and what was not marked. Announces `votes.changed` when the paper goes.
    """
    held = _hold(entry, by)
    paper = Vote.objects.filter(judging=held.judging, voter=held.name).first()
    if paper is None or paper.choice.pop(str(entry.pk), None) is None:
        raise NothingToWithdraw
    if paper.choice:
        _write(paper)
    else:
        drop_paper(held.judging, held.name)


def drop_paper(judging: Judging, name: str) -> None:
    """Take a whole paper out of an open vote, under the judging's lock. Announces `votes.changed`."""
    gone, _ = Vote.objects.filter(judging=judging, voter=name).delete()
    if gone:
        _count(judging, -gone)


def _hold(entry: Entry, by: Member) -> Held:
    """Wait for one's turn, then look at everything anew: the hour, the account, the roll."""
    member = lock_judge(by)
    judging = lock_judging(entry.qdefi_id)
    now = read_clock()
    check_votes_open(judging, now)
    if judging.opened_at is None:
        open_judging(judging, now)
    is_juror = Juror.objects.sitting().filter(judging=judging, member=member).exists()
    if is_juror or not RollEntry.objects.filter(judging=judging, member_id=member.pk).exists():
        raise NotEligible
    if (name := name_of(judging, member.pk)) is None:
        raise VotesInterrupted
    return Held(judging, now, name)


def _write(paper: Vote) -> None:
    Vote.objects.filter(judging=paper.judging_id, voter=paper.voter).update(choice=paper.choice)


def _count(judging: Judging, moved: int) -> None:
    judging.voted += moved
    judging.save(update_fields=["voted"])
    announce(*events.turnout_moved(judging))
