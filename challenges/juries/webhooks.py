"""What integrations hear of judgings, in the transaction that makes it true: who won, and by which digest."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from challenges.juries.models import Judging
from community.webhooks.actions import emit
from community.webhooks.kinds import register_hook_event

EXAMPLE: dict[str, Any] = {
    "slug": "au-sommet",
    "result": "https://qlock.example/qdefis/au-sommet/result.json",
    "winners": ["k7q2m9xw4b"],
    "voted": 412,
    "digest": "545edffa…",
}


def register() -> None:
    """Make it known to the back office."""
    register_hook_event("qdefi.judged", _("Un Qdéfi est jugé"), {"qdefi": EXAMPLE})


def judged(judging: Judging) -> None:
    """`qdefi.judged`: its result is published. Winners by the codes of their entries; none is an ending, too."""
    slug = judging.qdefi.slug
    with override(settings.LANGUAGE_CODE):  # not the language of whoever happens to come first
        result = settings.SITE_URL + reverse("juries:result", args=[slug])
    winners = (judging.outcome or {}).get("winners", [])
    facts = {"slug": slug, "result": result, "winners": winners, "voted": judging.voted, "digest": judging.digest}
    emit("qdefi.judged", {"qdefi": facts})
