"""For what Qdéfis give points. Both are given with the results, never before."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.recognition.reasons import Reason, register_reason

ENTERED, WON = "qdefis.entered", "qdefis.won"


def _url(source: str) -> str:
    kind, _colon, slug = source.partition(":")
    return reverse("qdefis:qdefi", args=[slug]) if kind == "qdefi" else ""


REASONS = (
    Reason(ENTERED, _("Tu as participé à un Qdéfi"), points=20, cap=60, url=_url),
    Reason(WON, _("Tu as gagné un Qdéfi"), points=100, cap=200, url=_url),
)


def register() -> None:
    for reason in REASONS:
        register_reason(reason)
