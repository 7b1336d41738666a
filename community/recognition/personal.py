"""What is kept of points and badges."""

from django.utils.translation import gettext_lazy as _

from community.personal.registry import Erasure, register_impersonal, register_personal
from community.recognition.actions.departing import mask_ledger

_NAMELESS = _("pour toujours, sans nom une fois ton compte effacé")


def register() -> None:
    """Register the ledger and what it adds up to, the badges, and the wish to keep them for oneself."""
    register_personal(
        "recognition.Entry",
        of="member",
        fields={
            "points": _("combien de points tu as reçus ou rendus"),
            "reason": _("pour quelle raison"),
            "source": _("à quelle occasion"),
            "universe__name": _("dans quel univers"),
            "at": _("quand"),
        },
        on_erasure=mask_ledger,
        kept=_NAMELESS,
        erased=_("la ligne reste, car ce grand livre ne s’efface pas ; l’occasion en est ôtée"),
    )
    register_personal(
        "recognition.Total",
        of="member",
        export=False,  # the ledger says the same
        fields={"points": _("la somme de tes points, par saison et par univers")},
        impersonal=("season",),
        on_erasure=Erasure.KEEP(_("une somme sans nom, pour que le grand livre reste vérifiable")),
        kept=_NAMELESS,
    )
    register_personal(
        "recognition.Distinction",
        of="member",
        fields={"badge": _("une distinction que tu as reçue"), "at": _("quand")},
        on_erasure=Erasure.DELETE,
    )
    register_personal(
        "recognition.Discretion",
        of="member",
        fields={"at": _("depuis quand tu gardes tes points pour toi")},
        on_erasure=Erasure.DELETE,
    )
    register_impersonal("recognition.Settings", "It is what the house shows.")
