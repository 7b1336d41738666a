"""One judging at a time: papers, marks, opening, sealing and results wait for each other."""

from challenges.juries.models import Judging
from challenges.juries.rules import Suspended
from challenges.qdefis.models import Entry
from community.members.models import Member
from ideas.ballots.actions.locking import read_clock

__all__ = ["lock_judge", "lock_judging", "read_clock", "read_entry"]


def lock_judge(by: Member) -> Member:
    """The row of who votes or judges, locked until the commit, before any judging. Refuses (`Suspended`)."""
    member = Member.objects.select_for_update(no_key=True).filter(pk=by.pk, is_active=True).first()
    if member is None:
        raise Suspended
    return member


def lock_judging(qdefi_id: int) -> Judging:
    """A Qdéfi's judging, locked until the commit; made when nobody had asked for it before."""
    Judging.objects.bulk_create([Judging(qdefi_id=qdefi_id)], ignore_conflicts=True)
    rows = Judging.objects.select_for_update(of=("self",), no_key=True).select_related("qdefi__universe")
    return rows.get(qdefi=qdefi_id)


def read_entry(entry: Entry, judging: Judging) -> Entry:
    """An entry as it is now, under the judging's lock."""
    entry = Entry.objects.get(pk=entry.pk)
    entry.qdefi = judging.qdefi
    return entry
