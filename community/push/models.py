"""The devices that ring for a member."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

LONGEST_ENDPOINT = 1000
LONGEST_LABEL = 60
MOST_DEVICES = 10  # a member
REMEMBERED = 10  # envelopes


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    def of(self, member_id: int) -> "PushSubscriptionQuerySet":
        """A member's devices, in the order in which they came."""
        return self.filter(member_id=member_id).order_by("made_at", "pk")


class PushSubscription(models.Model):
    """One browser on one device, as its push service knows it. It fails and recovers apart from all others."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices", verbose_name=_("membre")
    )
    endpoint = models.CharField(_("adresse au service"), max_length=LONGEST_ENDPOINT, unique=True)
    p256dh = models.CharField(_("clé de l’appareil"), max_length=87)
    auth = models.CharField(_("secret de l’appareil"), max_length=22)
    label = models.CharField(_("nom"), max_length=LONGEST_LABEL)
    made_at = models.DateTimeField(_("branché le"), db_default=Now())
    last_ok_at = models.DateTimeField(_("accepté le"), null=True)  # by the push service
    rang_at = models.DateTimeField(_("a sonné le"), null=True)  # said by the device itself
    failing_since = models.DateTimeField(_("en panne depuis"), null=True)
    tries = models.PositiveSmallIntegerField(_("essais manqués"), default=0, db_default=Value(0))
    answer = models.PositiveSmallIntegerField(_("dernière réponse"), default=0, db_default=Value(0))  # delivery.py
    not_before = models.DateTimeField(_("pas avant"), null=True)
    # The last envelopes it was given, so that a repeat reaches only those who missed them.
    got = ArrayField(models.UUIDField(), verbose_name=_("enveloppes reçues"), default=list, blank=True)

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("appareil")
        verbose_name_plural = _("appareils")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(failing_since=None, tries=0) | Q(failing_since__isnull=False, tries__gt=0),
                name="push_failing_counts",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def is_resting(self, now: datetime) -> bool:
        """Whether it failed so lately that it is left alone for now."""
        return self.not_before is not None and now < self.not_before


def rest_after(tries: int, retry_after: timedelta | None = None) -> timedelta:
    """How long a device is left alone after so many failures in a row: what its service asked for, else ever longer."""
    if retry_after is not None:
        return min(retry_after, timedelta(days=1))
    return min(timedelta(minutes=1) * 2 ** min(tries - 1, 10), timedelta(hours=6))
