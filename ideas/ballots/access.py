"""From what an address says to what this person may see; "not found" for what they may not know."""

from datetime import datetime
from typing import Any

from django.http import Http404

from ideas.ballots.actions.sealing import settle_ballot
from ideas.ballots.models import Ballot
from ideas.ballots.rules import may_manage


def ballot_or_404(pk: int, viewer: Any, now: datetime) -> Ballot:
    """A ballot with its universe, opened or sealed if its hour has come; a draft for those who organise it."""
    ballot = Ballot.objects.select_related("universe").filter(pk=pk).first() if pk < 2**63 else None
    if ballot is None or (ballot.is_draft and not may_manage(viewer)):
        raise Http404(pk)
    return settle_ballot(ballot, now)
