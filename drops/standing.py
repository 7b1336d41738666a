"""Where somebody stands with a drop: the one thing its page says to them and lets them do."""

from enum import StrEnum

from drops.models import Claim, Phase
from drops.queries import ClaimView
from drops.visibility import DropView


class Standing(StrEnum):
    """Each has its template, `templates/drops/places/_<value>.html`."""

    VISITOR = "visitor"  # not signed in
    UNCONFIRMED = "unconfirmed"  # signed in, the e-mail address not confirmed
    CLAIM = "claim"  # may claim, now or when it opens
    WAITING = "waiting"
    ALLOCATED = "allocated"
    ORDERED = "ordered"
    ENDED = "ended"  # claimed, gave back or let lapse, and may not enter again
    OVER = "over"  # nothing can be claimed any more


OVER = frozenset({Phase.SOLD_OUT, Phase.CLOSED, Phase.CANCELLED})


def standing_of(drop: DropView, claim: ClaimView | None, *, is_member: bool, is_confirmed: bool) -> Standing:
    """A live claim counts before the phase: who holds a piece may confirm it though the drop is sold out or closed."""
    if claim is not None and claim.status in {Claim.Status.ALLOCATED, Claim.Status.ORDERED}:
        return Standing(claim.status)
    if drop.phase in {Phase.CLOSED, Phase.CANCELLED}:
        return Standing.OVER
    if claim is not None and claim.status == Claim.Status.WAITING:
        return Standing.WAITING
    if drop.phase in OVER:
        return Standing.OVER
    if not is_member:
        return Standing.VISITOR
    if not is_confirmed:
        return Standing.UNCONFIRMED
    return Standing.CLAIM if claim is None or claim.may_enter_again else Standing.ENDED
