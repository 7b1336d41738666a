from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .drops import Drop, Piece

KEY = r"[0-9a-f]{32}"


class Claim(models.Model):
    """A member's durable place in the queue for a drop. Its key is the member's ticket in the chain.

    A claim that lapsed or was withdrawn may enter once more: same row, new place at the end, new key; the earlier
    place and key stay, since the chain's leaves are made of them.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("en attente")
        ALLOCATED = "allocated", _("attribuée")
        ORDERED = "ordered", _("commandée")
        LAPSED = "lapsed", _("échue")
        WITHDRAWN = "withdrawn", _("retirée")

    # The composite key (drop, cap) of the migration is the foreign key to the drop.
    drop = models.ForeignKey(Drop, models.PROTECT, related_name="claims", db_constraint=False, db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims", db_index=False)
    cap = models.PositiveSmallIntegerField(editable=False)  # the drop's per_member, kept equal by the database
    place = models.PositiveIntegerField(_("place"))
    key = models.CharField(max_length=32, unique=True, validators=[RegexValidator(f"^{KEY}$")])
    quantity = models.PositiveSmallIntegerField(_("quantité"))
    granted = models.PositiveSmallIntegerField(default=0)  # pieces it holds or ordered; what was left, if less
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    entered_at = models.DateTimeField()
    earlier_place = models.PositiveIntegerField(null=True)
    earlier_key = models.CharField(max_length=32, null=True, unique=True)  # noqa: DJ001 -- unique, and most have none

    class Meta:
        verbose_name = _("demande")
        verbose_name_plural = _("demandes")
        ordering = ["drop", "place"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "drop"], name="claim_once_per_member"),
            models.UniqueConstraint(fields=["drop", "place"], name="claim_place_once"),
            models.UniqueConstraint(fields=["drop", "earlier_place"], name="claim_earlier_place_once"),
            models.UniqueConstraint(fields=["id", "drop", "quantity"], name="claim_and_terms"),
            models.CheckConstraint(condition=Q(place__gte=1), name="claim_place_is_positive"),
            models.CheckConstraint(condition=Q(earlier_place__lt=F("place")), name="claim_earlier_place_is_earlier"),
            models.CheckConstraint(
                condition=Q(earlier_place=None, earlier_key=None)
                | Q(earlier_place__isnull=False, earlier_key__isnull=False),
                name="claim_earlier_entry_is_whole",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=F("cap")), name="claim_within_cap"),
            models.CheckConstraint(condition=Q(granted__lte=F("quantity")), name="claim_granted_within_quantity"),
            models.CheckConstraint(condition=Q(key__regex=f"^{KEY}$"), name="claim_key_is_hex"),
        ]
        indexes = [
            models.Index(fields=["drop", "place"], condition=Q(status="waiting"), name="claim_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.drop.code}, place {self.place}"


class Order(models.Model):
    """A confirmed claim, with the price of that day."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="order")
    number = models.CharField(_("numéro"), max_length=24, unique=True)
    pieces = models.PositiveSmallIntegerField(_("pièces"))
    price = models.PositiveIntegerField(_("prix par pièce"))  # rappen
    created_at = models.DateTimeField(_("passée le"))

    class Meta:
        verbose_name = _("commande")
        verbose_name_plural = _("commandes")
        ordering = ["-created_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["id", "claim"], name="order_and_claim"),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="order_has_pieces"),
        ]

    def __str__(self) -> str:
        return self.number


class Hold(models.Model):
    """A piece set aside for a claim until a moment. At most one hold of a piece, and of a claim's slot, counts.

    `drop` and `quantity` repeat what the piece and the claim say; composite foreign keys keep them equal, so that
    the database itself refuses a piece of another drop and a slot beyond the claim's quantity.
    """

    class State(models.TextChoices):
        LIVE = "live", _("en cours")
        ORDERED = "ordered", _("commandée")
        LAPSED = "lapsed", _("échue")
        RELEASED = "released", _("rendue")

    drop = models.ForeignKey(Drop, models.PROTECT, related_name="holds", db_constraint=False, db_index=False)
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="holds", db_constraint=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="holds", db_constraint=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="holds", null=True, db_constraint=False)
    slot = models.PositiveSmallIntegerField()
    quantity = models.PositiveSmallIntegerField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.LIVE)

    class Meta:
        verbose_name = _("réservation")
        verbose_name_plural = _("réservations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["piece"], condition=Q(state__in=["live", "ordered"]), name="hold_piece_once"
            ),
            models.UniqueConstraint(
                fields=["claim", "slot"], condition=Q(state__in=["live", "ordered"]), name="hold_slot_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["lapsed", "released"]) | Q(slot__gte=1, slot__lte=F("quantity")),
                name="hold_slot_within_quantity",
            ),
            models.CheckConstraint(
                condition=Q(state="ordered", order__isnull=False) | (~Q(state="ordered") & Q(order=None)),
                name="hold_ordered_has_order",
            ),
        ]
        indexes = [
            models.Index(fields=["drop", "until"], condition=Q(state="live"), name="hold_live"),
        ]

    def __str__(self) -> str:
        return f"{self.piece}, {self.get_state_display()}"
