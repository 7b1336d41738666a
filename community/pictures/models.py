from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class PictureQuerySet(models.QuerySet["Picture"]):
    def unused_before(self, moment: datetime) -> "PictureQuerySet":
        """Those taken before `moment` that nothing shows yet, oldest first."""
        return self.filter(used_at=None, at__lt=moment).order_by("at")


class Picture(models.Model):
    """A picture that a member sent. Its files lie in a folder named by its token (storage.py)."""

    token = models.CharField(max_length=32, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="pictures", verbose_name=_("membre")
    )
    # Of the largest rendition.
    width = models.PositiveIntegerField(_("largeur"), editable=False)
    height = models.PositiveIntegerField(_("hauteur"), editable=False)
    at = models.DateTimeField(_("reçue le"), db_default=Now())
    used_at = models.DateTimeField(_("publiée le"), null=True)  # until then only its owner sees it
    hidden_at = models.DateTimeField(_("masquée le"), null=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        default_permissions = ()
        indexes = [models.Index(fields=["at"], condition=Q(used_at=None), name="picture_unused")]

    def __str__(self) -> str:
        return self.token

    @property
    def is_public(self) -> bool:
        return self.used_at is not None and self.hidden_at is None
