from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Choice(models.Model):
    """Where a member differs from what a kind does by default."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices", verbose_name=_("membre")
    )
    kind = models.CharField(_("genre"), max_length=40)
    channel = models.CharField(_("canal"), max_length=20)
    wanted = models.BooleanField(_("voulu"))
    at = models.DateTimeField(_("le"), db_default=Now())

    class Meta:
        verbose_name = _("choix d’avis")
        verbose_name_plural = _("choix d’avis")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["member", "kind", "channel"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.channel} {self.wanted}"


class Digest(models.TextChoices):
    """How often what can wait comes together."""

    NEVER = "never", _("Jamais, chaque courrier à son heure")
    DAILY = "daily", _("Chaque matin à 8 h")
    WEEKLY = "weekly", _("Le lundi à 8 h")


class Rhythm(models.Model):
    """When a member is left in peace. The hours are those of the member's zone; without a row the house's apply."""

    DELAY = 10  # minutes

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="notice_rhythm",
        verbose_name=_("membre"),
    )
    quiet_from = models.TimeField(_("silence à partir de"), null=True, blank=True)
    quiet_to = models.TimeField(_("jusqu’à"), null=True, blank=True)
    digest = models.CharField(_("résumé"), max_length=6, choices=Digest, default=Digest.NEVER)
    delay = models.PositiveSmallIntegerField(_("attente avant un courrier, en minutes"), default=DELAY)

    class Meta:
        verbose_name = _("rythme des avis")
        verbose_name_plural = _("rythmes des avis")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False) & ~Q(quiet_from=F("quiet_to")),
                name="notice_quiet_hours",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.quiet_from}–{self.quiet_to} {self.digest}"
