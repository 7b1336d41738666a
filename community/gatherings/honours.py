"""For what gatherings give points, and the badges that come of it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.recognition.badges import Badge, Times, register_badge
from community.recognition.drawings import Drawing
from community.recognition.reasons import Reason, register_reason

ATTENDED = "gatherings.attended"


def _url(source: str) -> str:
    kind, _colon, slug = source.partition(":")
    return reverse("gatherings:gathering", args=[slug]) if kind == "gathering" else ""


REASON = Reason(ATTENDED, _("Tu étais à un événement"), points=15, cap=30, url=_url)
BADGES = (
    Badge(
        "le-rochet",
        _("Le rochet"),
        _("Venir à un événement : on avance, cran par cran."),
        Drawing.RATCHET,
        Times(ATTENDED, 1),
    ),
    Badge(
        "le-rotor",
        _("Le rotor"),
        _("Venir à {number} événements : qui bouge remonte la montre."),
        Drawing.ROTOR,
        Times(ATTENDED, 5),
    ),
)


def register() -> None:
    register_reason(REASON)
    for badge in BADGES:
        register_badge(badge)
