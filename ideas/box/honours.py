"""For what the idea box gives points, and the badges that come of it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.recognition.badges import Badge, Times, register_badge
from community.recognition.drawings import Drawing
from community.recognition.reasons import Reason, register_reason

PLANNED = "box.planned"


def _url(source: str) -> str:
    kind, _colon, pk = source.partition(":")
    return reverse("box:numbered", args=[pk]) if kind == "idea" else ""


REASON = Reason(PLANNED, _("Ton idée est prévue"), points=100, cap=200, url=_url)
BADGES = (
    Badge(
        "la-roue-d-echappement",
        _("La roue d’échappement"),
        _("Une de tes idées est prévue : de là vient le tic-tac."),
        Drawing.ESCAPE_WHEEL,
        Times(PLANNED, 1),
    ),
    Badge(
        "le-tourbillon",
        _("Le tourbillon"),
        _("{number} de tes idées sont prévues."),
        Drawing.TOURBILLON,
        Times(PLANNED, 3),
    ),
)


def register() -> None:
    register_reason(REASON)
    for badge in BADGES:
        register_badge(badge)
