"""What integrations hear of ballots, in the transaction that makes it true: that one opened, and what came of it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.webhooks.actions import emit
from community.webhooks.kinds import register_hook_event
from ideas.ballots.models import Ballot
from realtime.clock import to_ms

EXAMPLE: dict[str, Any] = {
    "number": 12,
    "question": "Quel cadran ?",
    "url": "https://qlock.example/scrutins/12/",
    "method": "ranked",
    "closes_at": 1_796_000_000_000,  # ms since 1970
    "eligible": 640,
}


def register() -> None:
    """Make the two known to the back office."""
    register_hook_event("ballot.opened", _("Un scrutin s’ouvre"), {"ballot": EXAMPLE})
    outcome = {"voted": 412, "winners": [3], "digest": "67943f26…"}
    register_hook_event("ballot.closed", _("Un scrutin est dépouillé"), {"ballot": EXAMPLE | outcome})


def opened(ballot: Ballot) -> None:
    """`ballot.opened`: its roll is frozen."""
    emit("ballot.opened", {"ballot": _facts(ballot)})


def closed(ballot: Ballot) -> None:
    """`ballot.closed`: sealed and counted, with the digest of its tally. Options by their numbers, as in the tally."""
    winners = (ballot.outcome or {}).get("winners", [])
    outcome = {"voted": ballot.voted, "winners": winners, "digest": ballot.digest}
    emit("ballot.closed", {"ballot": _facts(ballot) | outcome})


def _facts(ballot: Ballot) -> dict[str, Any]:
    with override(settings.LANGUAGE_CODE):  # not the language of whoever happens to come first
        url = settings.SITE_URL + ballot.get_absolute_url()
    facts = {"number": ballot.pk, "question": ballot.question, "url": url, "method": str(ballot.method)}
    return facts | {"closes_at": to_ms(ballot.closes_at), "eligible": ballot.eligible}
