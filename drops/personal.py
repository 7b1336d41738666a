"""What is kept of claims and orders: a ledger that must be verifiable, so its rows stay and only the name goes."""

from email.utils import parseaddr

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.personal.objections import register_objection
from community.personal.registry import Erasure, register_impersonal, register_personal
from drops.actions.departing import give_back
from drops.queries import has_open_order
from realtime import clock

_OPEN_ORDER = _(
    "Tu as une commande de moins de trente jours : il faut encore savoir à qui l’envoyer, ou la reprendre. "
    "Attends qu’elle soit close, ou écris à {address}."
)
_LEDGER = _("le registre d’un drop doit pouvoir être vérifié ; il ne mène plus qu’à un pseudo vide")


def register() -> None:
    """Register the ledger, the tables that hold watches only, and who cannot leave yet."""
    register_personal(
        "drops.Claim",
        of="member",
        fields={
            "drop__code": _("le drop pour lequel tu es entré dans la file"),
            "place": _("ta place"),
            "key": _("ta clé, qui la prouve"),
            "quantity": _("combien de pièces tu voulais"),
            "granted": _("combien tu en as eues"),
            "status": _("ce qui en est devenu"),
            "entered_at": _("quand tu es entré"),
            "earlier_place": _("une place d’avant"),
            "earlier_key": _("et sa clé"),
        },
        on_erasure=give_back,
        kept=_("aussi longtemps que le registre du drop"),
        erased=_LEDGER,
    )
    register_personal(
        "drops.Order",
        of="claim__member",
        fields={
            "number": _("le numéro de ta commande"),
            "pieces": _("combien de pièces"),
            "price": _("le prix d’une pièce, en centimes"),
            "created_at": _("quand tu l’as passée"),
        },
        on_erasure=Erasure.KEEP(_LEDGER),
        kept=_("dix ans, comme le veut le droit comptable"),
    )
    register_personal(
        "drops.Spokesperson",
        of="member",
        fields={"brand__name": _("une marque pour laquelle tu réponds"), "since": _("depuis quand")},
        on_erasure=Erasure.DELETE,
    )
    register_personal(
        "drops.Hold",
        of="claim__member",
        fields={
            "piece__number": _("la pièce mise de côté pour toi"),
            "until": _("jusqu’à quand"),
            "state": _("ce qui en est devenu"),
        },
        on_erasure=Erasure.KEEP(_LEDGER),
        kept=_("aussi longtemps que le registre du drop"),
    )
    register_personal(
        "drops.Drop",
        of="armed_by",
        export=False,
        fields={"armed_at": _("quand quelqu’un de l’équipe a armé le drop")},
        impersonal=("code", "statement", "cancelled_reason", "message", "head"),
        on_erasure=Erasure.KEEP(_LEDGER),
    )
    register_objection("orders", open_order)
    for label in ("drops.Piece", "drops.Brand", "drops.Watch", "drops.WatchPicture"):
        register_impersonal(label, "It is about watches.")


def open_order(member_id: int) -> Promise | str | None:
    """Why somebody with an order on its way cannot leave yet, and whom to ask; None if there is none."""
    if not has_open_order(member_id, clock.now()):
        return None
    return _OPEN_ORDER.format(address=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
