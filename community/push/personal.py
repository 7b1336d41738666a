"""What the devices tell about a member."""

from django.utils.translation import gettext_lazy as _

from community.personal.registry import Erasure, register_personal


def register() -> None:
    """Say what there is."""
    register_personal(
        "push.PushSubscription",
        of="member",
        fields={
            "label": _("le nom de ton appareil"),
            "endpoint": _("l’adresse à laquelle le service de ton navigateur lui fait signe"),
            "p256dh": _("pour chiffrer ce qui part vers cet appareil"),
            "auth": _("pour chiffrer ce qui part vers cet appareil"),
            "made_at": _("quand tu l’as branché"),
            "last_ok_at": _("pour te dire quand il a reçu quelque chose"),
            "rang_at": _("pour te dire quand il a sonné"),
            "failing_since": _("pour te dire qu’il ne répond plus"),
        },
        impersonal=["got"],
        on_erasure=Erasure.DELETE,
    )
