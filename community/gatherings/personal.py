"""What is kept of who comes."""

from django.utils.translation import gettext_lazy as _

from community.gatherings.actions.departing import let_member_go
from community.personal.registry import Erasure, register_impersonal, register_personal


def register() -> None:
    """Register the answers and the private addresses; a gathering itself is the house's."""
    register_personal(
        "gatherings.Rsvp",
        of="member",
        fields={
            "gathering__title": _("l’événement auquel tu as répondu"),
            "state": _("si tu viens"),
            "guests": _("avec combien d’invités"),
            "place": _("ta place dans la file"),
            "shows_name": _("si les membres voient que tu viens"),
            "at": _("quand tu as répondu"),
            "seated_at": _("depuis quand tu as une place"),
        },
        impersonal=("key",),
        on_erasure=let_member_go,
        erased=_("Tes réponses sont effacées, et tes places à venir vont à la file."),
    )
    register_personal(
        "gatherings.AgendaFeed",
        of="member",
        fields={"token": _("l’adresse privée de ton agenda"), "at": _("depuis quand elle vaut")},
        on_erasure=Erasure.DELETE,
    )
    register_impersonal("gatherings.Gathering", "Gatherings are the house's: who comes stands in the answers.")
