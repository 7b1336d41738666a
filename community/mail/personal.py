"""What this part's tables hold about members."""

from django.utils.translation import gettext_lazy as _

from community.mail.actions import forget_addresses
from community.personal.registry import Leaving, register_impersonal, register_personal


def _forget(leaving: Leaving) -> None:
    forget_addresses(leaving.addresses)


def register() -> None:
    """Say what there is."""
    register_personal(
        "mail.MailAddressState",
        of="",
        fields={
            "address": _("à quelle adresse t’écrire"),
            "fault": _("pourquoi nous n’y écrivons plus"),
            "failing_since": _("depuis quand"),
            "delivered_at": _("quand un message y est arrivé"),
            "trusted_at": _("quand tu l’as confirmée à nouveau"),
        },
        on_erasure=_forget,
        export=False,
        kept=_("aussi longtemps que l’adresse est la tienne"),
        erased=_("L’état de ton adresse est oublié."),
    )
    register_impersonal("mail.MailEvent", "the name that who delivers mails gave to an event, and no address")
