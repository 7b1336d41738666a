"""One Qdéfi at a time: entries, what the team changes and its results wait for each other."""

from datetime import datetime

from challenges.qdefis.models import Entry, Qdefi
from challenges.qdefis.rules import AddressUnconfirmed, Suspended
from community.members.models import Member
from community.members.rules import is_confirmed
from ideas.ballots.actions.locking import read_clock

__all__ = ["lock_entrant", "lock_entry", "lock_qdefi", "read_clock"]


def lock_entrant(by: Member) -> Member:
    """The member's row, locked until the commit; before any Qdéfi, as everywhere in the house.

    Refuses (`Suspended`, `AddressUnconfirmed`) as the account is now.
    """
    member = Member.objects.select_for_update(no_key=True).filter(pk=by.pk, is_active=True).first()
    if member is None:
        raise Suspended
    if not is_confirmed(member):
        raise AddressUnconfirmed
    return member


def lock_qdefi(pk: int) -> tuple[Qdefi, datetime]:
    """A Qdéfi's row, locked until the commit, and the database's time once it was: one may have waited for it."""
    rows = Qdefi.objects.select_for_update(of=("self",), no_key=True).select_related("universe")
    return rows.get(pk=pk), read_clock()


def lock_entry(pk: int, qdefi: Qdefi) -> Entry:
    """An entry of a locked Qdéfi, locked too. Refuses (`Entry.DoesNotExist`) one that is gone."""
    entry = Entry.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    entry.qdefi = qdefi
    return entry
