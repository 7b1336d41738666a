"""From what an address in a mail says to the member it was written to."""

from collections.abc import Collection
from dataclasses import dataclass

from community.members.models import Member
from community.notices.kinds import TO_COME, NoticeKind, kind_of
from community.notices.mail.tickets import read_proof, read_return, read_ticket


@dataclass(frozen=True, slots=True)
class Holder:
    """A member, and what their ticket is about: one kind, or all of them."""

    member: Member
    kind: NoticeKind | None = None


def holder_of(text: str) -> Holder | None:
    """Whose ticket this is. None for what we did not sign, for a kind that is gone and for who has left for good."""
    ticket = read_ticket(text)
    if ticket is None or (ticket.kind and kind_of(ticket.kind) is None):
        return None
    member = _present(ticket.member_id)
    return Holder(member, kind_of(ticket.kind)) if member else None


def returning(text: str, member: Member) -> Collection[str]:
    """The kinds that this member may have again with this ticket, those to come too; none for what is not theirs."""
    ticket = read_return(text)
    if ticket is None or ticket.member_id != member.pk:
        return ()
    return [name for name in ticket.kinds if name == TO_COME or kind_of(name)]


def proven_by(text: str) -> Member | None:
    """The member who reads what comes to the address that is still theirs; None for any other text."""
    proof = read_proof(text)
    member = _present(proof.member_id) if proof else None
    return member if member and proof and member.email == proof.address else None


def _present(member_id: int) -> Member | None:
    return Member.objects.filter(pk=member_id, erased_at=None).first()
