"""What integrations hear of Qdéfis, in the transaction that makes it true: one is announced, one is over."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from challenges.qdefis.models import Qdefi
from community.webhooks.actions import emit
from community.webhooks.kinds import register_hook_event
from realtime.clock import to_ms

EXAMPLE: dict[str, Any] = {
    "slug": "au-sommet",
    "title": "Au sommet",
    "url": "https://qlock.example/qdefis/au-sommet/",
    "kind": "photo",
    "entries": 0,
    "entries_open_at": 1_796_000_000_000,  # ms since 1970
    "entries_close_at": 1_796_600_000_000,
    "results_at": 1_797_200_000_000,
}


def register() -> None:
    """Make the two known to the back office."""
    register_hook_event("qdefi.announced", _("Un Qdéfi est annoncé"), {"qdefi": EXAMPLE})
    register_hook_event("qdefi.closed", _("Les résultats d’un Qdéfi sont là"), {"qdefi": EXAMPLE | {"entries": 212}})


def announced(qdefi: Qdefi) -> None:
    """`qdefi.announced`: everybody may know of it."""
    emit("qdefi.announced", {"qdefi": _facts(qdefi)})


def closed(qdefi: Qdefi) -> None:
    """`qdefi.closed`: it is settled; who won stands on its page."""
    emit("qdefi.closed", {"qdefi": _facts(qdefi)})


def _facts(qdefi: Qdefi) -> dict[str, Any]:
    with override(settings.LANGUAGE_CODE):  # not the language of whoever happens to press
        url = settings.SITE_URL + qdefi.get_absolute_url()
    facts = {"slug": qdefi.slug, "title": qdefi.title, "url": url, "kind": str(qdefi.kind), "entries": qdefi.entered}
    hours = ("entries_open_at", "entries_close_at", "results_at")
    return facts | {name: to_ms(getattr(qdefi, name)) for name in hours}
