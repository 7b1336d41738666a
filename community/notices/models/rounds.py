from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """One thing that many are told of, some hundred at a time, and how far that is. Gone when all have heard it."""

    audience = models.CharField(_("auditoire"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("de la part de")
    )
    key = models.CharField(_("objet"), max_length=100, blank=True, default="")
    data = models.JSONField(_("données"), default=dict)
    spared = ArrayField(models.BigIntegerField(), verbose_name=_("déjà au courant"), default=list)
    reached = models.BigIntegerField(_("jusqu’au membre"), default=0)
    at = models.DateTimeField(_("le"), db_default=Now())

    class Meta:
        verbose_name = _("tournée")
        verbose_name_plural = _("tournées")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.audience} {self.key} > {self.reached}"
