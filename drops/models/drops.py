from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drops.audiences import Audience, audience_of
from drops.codes import PATTERN, new_code

from .watches import Watch


class Phase(models.TextChoices):
    """Where a drop stands; see docs/protocol.md."""

    SEALED = "sealed", _("scellé")
    ANNOUNCED = "announced", _("annoncé")
    OPEN = "open", _("ouvert")
    SOLD_OUT = "sold_out", _("épuisé")
    CLOSED = "closed", _("fermé")
    CANCELLED = "cancelled", _("annulé")


class Mode(models.TextChoices):
    """How the order of the queue comes about; see docs/fairness.md."""

    FIRST_COME = "first_come", _("dans l’ordre d’arrivée")


class DropQuerySet(models.QuerySet["Drop"]):
    def visible_to(self, user: Any, now: datetime) -> "DropQuerySet":
        """The drops whose existence `user` may know at `now`. `Drop.is_public` says the same of one row."""
        audience = audience_of(user)
        if audience == Audience.TEAM:
            return self
        public = self.filter(armed_at__isnull=False, announced_at__lte=now).filter(
            Q(cancelled_at=None) | Q(cancelled_at__gte=F("announced_at"))
        )
        if audience == Audience.REHEARSER:
            return public.filter(rehearsal=True)
        return public if settings.DEMO else public.filter(rehearsal=False)


class Drop(models.Model):
    """A limited offer of one watch. The clock alone moves it through its phases; nothing has to run."""

    wagtail_reference_index_ignore = True  # usage reports are open to every editor

    code = models.CharField(
        max_length=12, unique=True, editable=False, default=new_code, validators=[RegexValidator(f"^{PATTERN}$")]
    )
    universe = models.ForeignKey("universes.Universe", models.PROTECT, related_name="drops", verbose_name=_("univers"))
    watch = models.ForeignKey(Watch, models.PROTECT, related_name="drops", verbose_name=_("montre"))
    statement = models.TextField(_("pourquoi ce drop"), blank=True)
    creation = models.ForeignKey(
        "creations.Creation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("création"),
        help_text=_(
            "Celle que les membres ont dessinée, s’il y en a une. "
            "Sa page n’en dit rien avant que la montre soit connue."
        ),
    )
    mode = models.CharField(_("ordre"), max_length=12, choices=Mode, default=Mode.FIRST_COME)
    total = models.PositiveIntegerField(_("nombre de pièces"), default=100, validators=[MinValueValidator(1)])
    per_member = models.PositiveSmallIntegerField(
        _("pièces par membre, au plus"), default=1, validators=[MinValueValidator(1)]
    )
    # Rappen, so that no amount is ever rounded.
    price = models.PositiveIntegerField(_("prix"), null=True, blank=True)
    retail_price = models.PositiveIntegerField(_("prix chez le détaillant"), null=True, blank=True)

    announced_at = models.DateTimeField(
        _("annonce"), null=True, blank=True, help_text=_("Vide : dès que le drop est armé.")
    )
    opens_at = models.DateTimeField(_("ouverture"), null=True, blank=True)
    closes_at = models.DateTimeField(_("fermeture"), null=True, blank=True)
    armed_at = models.DateTimeField(null=True, editable=False)
    armed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    paused_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_reason = models.CharField(_("raison de l’annulation"), max_length=200, blank=True, editable=False)
    opening_told_at = models.DateTimeField(null=True, editable=False)  # members were told, or are about to be
    message = models.CharField(_("message aux membres"), max_length=200, blank=True, editable=False)
    rehearsal = models.BooleanField(_("répétition"), default=False, editable=False)

    # Counters, written only while this row is locked.
    places = models.PositiveIntegerField(default=0, editable=False)  # the last place given = entries of the chain
    claimants = models.PositiveIntegerField(default=0, editable=False)  # members with a claim
    sold = models.PositiveIntegerField(default=0, editable=False)  # pieces ordered
    head = models.CharField(max_length=64, blank=True, editable=False)  # of the chain, empty until armed

    objects = DropQuerySet.as_manager()

    class Meta:
        verbose_name = _("drop")
        verbose_name_plural = _("drops")
        ordering = ["-opens_at", "-id"]
        default_permissions = ()
        permissions = [("manage_drop", _("Préparer et mener les drops"))]
        constraints = [
            models.CheckConstraint(condition=Q(sold__lte=F("total")), name="drop_never_oversold"),
            models.CheckConstraint(condition=Q(total__gte=1), name="drop_has_pieces"),
            models.CheckConstraint(condition=Q(per_member__gte=1), name="drop_cap_is_positive"),
            models.CheckConstraint(condition=Q(claimants__lte=F("places")), name="drop_claimants_have_places"),
            models.CheckConstraint(
                condition=Q(armed_at=None)
                | Q(
                    announced_at__lt=F("opens_at"),
                    opens_at__lt=F("closes_at"),
                    price__gt=0,
                    announced_at__isnull=False,
                    opens_at__isnull=False,
                    closes_at__isnull=False,
                    price__isnull=False,
                ),
                name="drop_armed_is_complete",
            ),
            # What the composite foreign keys of the migration point at.
            models.UniqueConstraint(fields=["id", "per_member"], name="drop_and_cap"),
        ]

    def __str__(self) -> str:
        return self.code

    def is_public(self, now: datetime) -> bool:
        """Whether it has been announced by `now`. Cancelled before its announcement, it stays sealed for ever."""
        if self.armed_at is None or self.announced_at is None:
            return False
        return self.announced_at <= min(now, self.cancelled_at or now)

    def has_opened(self, now: datetime) -> bool:
        """Whether it was ever open by `now`, so that its watch is no secret any more."""
        return self.is_public(now) and self.opens_at is not None and self.opens_at <= min(now, self.cancelled_at or now)

    def phase(self, now: datetime) -> Phase:
        """Where the drop stands at `now`, by its own facts alone."""
        if self.cancelled_at is not None:
            return Phase.CANCELLED
        if not self.is_public(now):
            return Phase.SEALED
        if not self.has_opened(now):
            return Phase.ANNOUNCED
        if self.closes_at is not None and now >= self.closes_at:
            return Phase.CLOSED
        return Phase.SOLD_OUT if self.sold == self.total else Phase.OPEN

    def next_change(self, now: datetime) -> datetime | None:
        """The next moment at which time alone changes the phase."""
        if self.armed_at is None or self.cancelled_at is not None:
            return None
        ahead = [moment for moment in (self.announced_at, self.opens_at, self.closes_at) if moment and moment > now]
        return min(ahead, default=None)

    def is_on_offer(self, now: datetime) -> bool:
        """Whether there is something to come by for: open, not paused, and no rehearsal."""
        return self.phase(now) == Phase.OPEN and not self.is_paused and not self.rehearsal

    @property
    def is_armed(self) -> bool:
        return self.armed_at is not None

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


class Piece(models.Model):
    """One numbered unit of a drop."""

    drop = models.ForeignKey(Drop, models.CASCADE, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField(_("numéro"))

    class Meta:
        verbose_name = _("pièce")
        verbose_name_plural = _("pièces")
        ordering = ["drop", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["drop", "number"], name="piece_number_once"),
            models.UniqueConstraint(fields=["id", "drop"], name="piece_and_drop"),
            models.CheckConstraint(condition=Q(number__gte=1), name="piece_number_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.drop.code} nº {self.number}"
