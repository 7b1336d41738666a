"""Who listens to the house from outside, and what was sent to them."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.webhooks.kinds import LONGEST_NAME, TEST

LONGEST_ADDRESS = 500
LONGEST_ANSWER = 500  # of what an endpoint says, in the log


class Off(models.TextChoices):
    """Why an endpoint is off."""

    STAFF = "staff", _("éteint par l’équipe")
    GONE = "gone", _("éteint : le destinataire n’en veut plus (410)")
    FAILING = "failing", _("éteint : trop d’envois perdus de suite")


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def hearing(self, event: str) -> "EndpointQuerySet":
        """Those that are on and chose this event."""
        return self.filter(is_on=True, events__contains=[event]).order_by("pk")


class Endpoint(models.Model):
    """An address outside that wants to hear of some events, and the secret by which it knows us."""

    name = models.CharField(_("nom"), max_length=80, help_text=_("À quoi il sert, pour l’équipe."))
    address = models.CharField(_("adresse"), max_length=LONGEST_ADDRESS)
    events = ArrayField(models.CharField(max_length=LONGEST_NAME), verbose_name=_("événements"), default=list)
    is_on = models.BooleanField(
        _("allumé"), default=True, help_text=_("Éteindre abandonne ce qui attend ; rallumer repart de zéro.")
    )
    off_reason = models.CharField(_("pourquoi éteint"), max_length=7, choices=Off, blank=True, editable=False)
    secret = models.CharField(max_length=80, editable=False)
    old_secret = models.CharField(max_length=80, blank=True, editable=False)
    old_until = models.DateTimeField(null=True, editable=False)
    # Deliveries in a row that were given up, tests aside.
    lost = models.PositiveSmallIntegerField(_("envois perdus de suite"), default=0, db_default=Value(0), editable=False)
    made_at = models.DateTimeField(_("depuis"), db_default=Now(), editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        default_permissions = ()
        permissions = [("manage_endpoint", _("Régler les webhooks"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=True, off_reason="") | Q(is_on=False) & ~Q(off_reason=""), name="webhooks_off_why"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """What is signed with: the secret, and for a day the one before it."""
        is_old_valid = self.old_until is not None and now < self.old_until
        return (self.secret, self.old_secret) if is_old_valid else (self.secret,)


class State(models.TextChoices):
    WAITING = "waiting", _("en attente")
    DELIVERED = "delivered", _("reçu")
    FAILED = "failed", _("perdu")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> "DeliveryQuerySet":
        """What is to be sent now; to an endpoint that is off nothing but tests."""
        return self.filter(Q(endpoint__is_on=True) | Q(type=TEST), next_at__lte=now)


class Delivery(models.Model):
    """One event for one endpoint: the very bytes of each try, and what became of the last."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    event = models.UUIDField()  # the same for all endpoints that hear of it
    type = models.CharField(max_length=LONGEST_NAME)
    body = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # while it waits; also: until when it is in somebody's hand
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # HTTP's, or one of community.outgoing.answers
    took = models.PositiveIntegerField(null=True)  # milliseconds
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="webhooks_once_an_endpoint"),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, next_at__isnull=False)
                | Q(state__in=[State.DELIVERED, State.FAILED], next_at=None),
                name="webhooks_waiting_until",
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "next_at"], condition=Q(next_at__isnull=False), name="webhooks_due"),
            models.Index(fields=["endpoint", "-id"], name="webhooks_log"),
            models.Index(fields=["at"], name="webhooks_age"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.name}"

    @property
    def name(self) -> str:
        """The `webhook-id`: every repeat carries it."""
        return f"msg_{self.event.hex}"
