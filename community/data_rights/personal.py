"""What is kept of the wishes about one's data."""

from django.utils.translation import gettext_lazy as _

from community.data_rights.actions.exports import forget_exports_of
from community.personal.registry import Erasure, Leaving, register_personal


def register() -> None:
    """Register the copies and the departures."""
    register_personal(
        "data_rights.Export",
        of="member",
        fields={
            "asked_at": _("quand tu as demandé une copie"),
            "ready_at": _("quand elle était prête"),
            "size": _("sa taille"),
        },
        impersonal=("token",),
        on_erasure=_forget,
        kept=_("deux jours"),
        erased=_("effacées, fichiers compris"),
    )
    register_personal(
        "data_rights.Departure",
        of="member",
        fields={
            "asked_at": _("quand tu as demandé à partir"),
            "takes_words": _("si tes mots partent avec toi"),
            "due_at": _("pour quand"),
            "called_off_at": _("quand tu as changé d’avis"),
            "done_at": _("quand c’était fait"),
        },
        impersonal=("tombstone",),
        on_erasure=Erasure.KEEP(_("la preuve que c’est fait ; elle ne mène plus qu’à un pseudo vide")),
    )


def _forget(leaving: Leaving) -> None:
    forget_exports_of(leaving.member_id)
