import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Fate(models.TextChoices):
    """How an envelope ended."""

    SENT = "sent", _("parti")
    GONE = "gone", _("ce canal n’atteint plus le membre")
    GIVEN_UP = "given_up", _("abandonné après plusieurs essais")
    MOOT = "moot", _("tout était lu ou n’est plus visible")


class Envelope(models.Model):
    """What one member was sent by one channel. It is committed before it is sent, and marked after.

    `try_at` is when it goes, or goes again if whoever has it in hand says nothing until then; None once it has ended.
    """

    key = models.UUIDField(_("clé"), unique=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="envelopes", verbose_name=_("membre")
    )
    channel = models.CharField(_("canal"), max_length=20)
    is_digest = models.BooleanField(_("résumé"), default=False)
    made_at = models.DateTimeField(_("préparé le"))
    try_at = models.DateTimeField(_("à envoyer le"), null=True)
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    outcome = models.CharField(_("issue"), max_length=8, choices=Fate, blank=True, default="")
    sent_at = models.DateTimeField(_("parti le"), null=True)

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")
        default_permissions = ()
        indexes = [
            models.Index(fields=["channel", "try_at"], condition=Q(try_at__isnull=False), name="envelope_to_go"),
            models.Index(fields=["member", "channel", "made_at"], name="envelope_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.channel} {self.key}"


class Reason(models.TextChoices):
    """Why a notice did not go by a channel."""

    READ = "read", _("lu entre-temps")
    UNWANTED = "unwanted", _("plus voulu")
    UNREACHABLE = "unreachable", _("le canal n’atteint pas le membre")
    CAPPED = "capped", _("trop pour un jour")


class Delivery(models.Model):
    """That a notice goes by a channel, once: when it is due, and what became of that.

    `due_at` is None as soon as it is settled: packed into an envelope, or left for a reason. The row stays as long as
    its notice, so that a line that only counts up goes out no second time.
    """

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="deliveries", verbose_name=_("avis"))
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("membre"))
    channel = models.CharField(_("canal"), max_length=20)
    due_at = models.DateTimeField(_("à envoyer le"), null=True)
    is_digest = models.BooleanField(_("dans un résumé"), default=False, db_default=False)
    envelope = models.ForeignKey(
        Envelope, models.SET_NULL, null=True, related_name="deliveries", verbose_name=_("envoi")
    )
    left = models.CharField(_("laissé parce que"), max_length=11, choices=Reason, blank=True, default="")
    at = models.DateTimeField(_("le"), db_default=Now())

    class Meta:
        verbose_name = _("acheminement")
        verbose_name_plural = _("acheminements")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once")]
        indexes = [
            models.Index(fields=["channel", "due_at"], condition=Q(due_at__isnull=False), name="delivery_due"),
            models.Index(fields=["member", "channel"], condition=Q(due_at__isnull=False), name="delivery_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}"
