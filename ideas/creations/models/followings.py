from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.creations.models.creations import Creation


class Following(models.Model):
    """A member's choice for one creation: to hear of each step, or of none, although they took part."""

    creation = models.ForeignKey(Creation, models.CASCADE, related_name="followings", verbose_name=_("création"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="followings", verbose_name=_("membre")
    )
    follows = models.BooleanField(_("suit"))
    at = models.DateTimeField(_("depuis"), db_default=Now())

    class Meta:
        verbose_name = _("suivi d’une création")
        verbose_name_plural = _("suivis de créations")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["creation", "member"], name="following_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.creation_id}"
