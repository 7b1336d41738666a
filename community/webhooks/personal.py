"""What webhooks keep of members: for a month, the handle in what was sent."""

from django.utils.translation import gettext_lazy as _

from community.personal.registry import register_impersonal, register_personal
from community.webhooks.actions.departing import forget_handles


def register() -> None:
    """Register what was sent; an endpoint is a tool of the house."""
    register_personal(
        "webhooks.Delivery",
        of="",
        export=False,
        fields={
            "body": _("ce qui a été annoncé aux outils de la maison, ton pseudo compris quand tu en es l’auteur"),
            "answer": _("le début de ce qu’ils ont répondu"),
        },
        impersonal=("type",),
        on_erasure=forget_handles,
        title=_("envois aux outils de la maison"),
        chapter=_("webhooks"),
        kept=_("trente jours"),
        erased=_("Ton pseudo y est remplacé."),
    )
    register_impersonal("webhooks.Endpoint", "Endpoints are the house's tools: nobody's name, address or secret.")
