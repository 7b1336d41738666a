"""For what ballots give points, and the badges that come of it. Nothing here knows a choice, or an hour."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.recognition.badges import Badge, Times, register_badge
from community.recognition.drawings import Drawing
from community.recognition.reasons import Reason, register_reason

TOOK_PART = "ballots.took_part"


def _url(source: str) -> str:
    kind, _colon, pk = source.partition(":")
    return reverse("ballots:ballot", args=[pk]) if kind == "ballot" else ""


REASON = Reason(TOOK_PART, _("Tu as voté"), points=5, cap=20, url=_url)
BADGES = (
    Badge(
        "le-pignon",
        _("Le pignon"),
        _("Voter à un scrutin : petit, et tout en dépend."),
        Drawing.PINION,
        Times(TOOK_PART, 1),
    ),
    Badge(
        "la-roue-moyenne",
        _("La roue moyenne"),
        _("Voter à {number} scrutins."),
        Drawing.TRAIN_WHEEL,
        Times(TOOK_PART, 10),
    ),
    Badge(
        "la-couronne",
        _("La roue de couronne"),
        _("Voter à {number} scrutins."),
        Drawing.CROWN_WHEEL,
        Times(TOOK_PART, 50),
    ),
)


def register() -> None:
    register_reason(REASON)
    for badge in BADGES:
        register_badge(badge)
