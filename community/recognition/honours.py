"""The badges for what members do in several parts; each part has its own for what is its own."""

from django.utils.translation import gettext_lazy as _

from community.recognition.badges import Badge, Points, Reasons, register_badge
from community.recognition.drawings import Drawing

BADGES = (
    Badge(
        "l-ancre",
        _("L’ancre"),
        _("Des points pour {number} raisons différentes : l’ancre touche à tout, et tout avance."),
        Drawing.PALLET_FORK,
        Reasons(3),
    ),
    Badge(
        "le-rubis", _("Le rubis"), _("{number} points : là où ça frotte, ça tient."), Drawing.HOLE_JEWEL, Points(100)
    ),
    Badge("le-balancier", _("Le balancier"), _("{number} points : le bon rythme."), Drawing.BALANCE, Points(500)),
    Badge("le-spiral", _("Le spiral"), _("{number} points : tout en souplesse."), Drawing.HAIRSPRING, Points(1_000)),
    Badge("le-barillet", _("Le barillet"), _("{number} points : de la réserve."), Drawing.BARREL, Points(2_500)),
)


def register() -> None:
    for badge in BADGES:
        register_badge(badge)
