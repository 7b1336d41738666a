"""What is kept of who follows a creation."""

from django.utils.translation import gettext_lazy as _

from community.personal.registry import Erasure, register_impersonal, register_personal


def register() -> None:
    """Register the followings; creations and their stages are the house's."""
    register_personal(
        "creations.Following",
        of="member",
        fields={
            "creation__title": _("la création dont tu suis les étapes, ou non"),
            "follows": _("si tu veux en entendre parler"),
            "at": _("depuis quand"),
        },
        on_erasure=Erasure.DELETE,
    )
    for model in ("Creation", "Stage", "StagePicture"):
        register_impersonal(f"creations.{model}", "Creations are the house's: who took part stands elsewhere.")
