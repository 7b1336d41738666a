"""What members ask for about their own data: a copy of it, and the end of it."""

import secrets
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.pictures.storage import PrivateStorage


def new_token() -> str:
    return secrets.token_hex(16)


class Export(models.Model):
    """One copy of all that is a member's, from the asking to its end two days later. One under way at a time."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports", verbose_name=_("membre")
    )
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField(_("demandée le"), db_default=Now())
    parts = models.PositiveSmallIntegerField(_("parties"), default=0)
    done = models.PositiveSmallIntegerField(_("parties faites"), default=0)
    size = models.PositiveBigIntegerField(_("taille"), default=0)  # bytes
    ready_at = models.DateTimeField(_("prête le"), null=True)

    class Meta:
        verbose_name = _("copie de données")
        verbose_name_plural = _("copies de données")
        ordering = ["-asked_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ready_at=None), name="export_one_under_way"),
            models.CheckConstraint(condition=Q(done__lte=F("parts")), name="export_within_its_parts"),
        ]
        indexes = [models.Index("member", F("asked_at").desc(), name="export_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.token[:8]}"

    @property
    def path(self) -> Path:
        """Where the file lies: no address reaches it, a view reads it for its owner."""
        return Path(PrivateStorage().path(f"exports/{self.token}.zip"))


class Departure(models.Model):
    """A member's wish to be erased: asked, perhaps called off, carried out. It stays as the proof, naming nobody."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="departures", verbose_name=_("membre")
    )
    takes_words = models.BooleanField(_("emporte ses mots"), default=False)
    tombstone = models.CharField(max_length=30)
    asked_at = models.DateTimeField(_("demandé le"), db_default=Now())
    due_at = models.DateTimeField(_("prévu le"))
    called_off_at = models.DateTimeField(_("annulé le"), null=True)
    begun_at = models.DateTimeField(_("commencé le"), null=True)
    done_at = models.DateTimeField(_("fini le"), null=True)

    class Meta:
        verbose_name = _("départ")
        verbose_name_plural = _("départs")
        ordering = ["-asked_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(called_off_at=None), name="departure_one_in_force"),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | Q(begun_at=None), name="departure_begun_is_not_called_off"
            ),
        ]
        indexes = [
            models.Index("due_at", condition=Q(called_off_at=None, done_at=None), name="departure_due"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.due_at:%Y-%m-%d}"
