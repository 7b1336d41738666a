"""What the addresses in our mails carry: signed, so that no login is needed, and each good for one thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing

LEAVING = "community.notices.mail.leaving"
RETURNING = "community.notices.mail.returning"
CONFIRMING = "community.notices.mail.confirming"
CONFIRM_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to have no more mails of one kind, or of any with an empty `kind`. It names no address, which may
    change; it does not grow old, for mails are kept.
    """

    member_id: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReturnTicket:
    """The right to have again what a ticket has just ended."""

    member_id: int
    kinds: Sequence[str]


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody reads what comes to this address of a member's; good for a day."""

    member_id: int
    address: str


def ticket_text(ticket: Ticket) -> str:
    return signing.dumps([ticket.member_id, ticket.kind], salt=LEAVING)


def read_ticket(text: str) -> Ticket | None:
    """The ticket; None for what we did not sign as one."""
    return Ticket(*found) if (found := _read(text, LEAVING)) else None


def return_text(ticket: ReturnTicket) -> str:
    return signing.dumps([ticket.member_id, list(ticket.kinds)], salt=RETURNING)


def read_return(text: str) -> ReturnTicket | None:
    """The ticket; None for what we did not sign as one."""
    return ReturnTicket(*found) if (found := _read(text, RETURNING)) else None


def proof_text(proof: Proof) -> str:
    return signing.dumps([proof.member_id, proof.address], salt=CONFIRMING)


def read_proof(text: str) -> Proof | None:
    """The proof; None for what we did not sign as one, or longer ago than a day."""
    return Proof(*found) if (found := _read(text, CONFIRMING, max_age=CONFIRM_WITHIN)) else None


def _read(text: str, salt: str, **limits: Any) -> list[Any] | None:
    try:
        return signing.loads(text, salt=salt, **limits)
    except signing.BadSignature:
        return None
