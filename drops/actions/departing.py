"""What becomes of claims when a member leaves: what is set aside goes to the next, the ledger stays as it is."""

from contextlib import suppress

from community.personal.registry import Leaving
from drops.actions.holds import NothingToWithdraw, withdraw_claim
from drops.models import Claim


def give_back(leaving: Leaving) -> None:
    """Withdraw the claims that wait or hold a piece. Announces what `withdraw_claim` does."""
    running = Claim.objects.filter(
        member=leaving.member_id, status__in=[Claim.Status.WAITING, Claim.Status.ALLOCATED]
    ).order_by("drop_id")
    for code in running.values_list("drop__code", flat=True):
        with suppress(NothingToWithdraw):  # the hold has just lapsed
            withdraw_claim(code, member_id=leaving.member_id)
