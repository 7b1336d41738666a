from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .watches import Brand


class Spokesperson(models.Model):
    """A member of whom the drop team knows that they answer for a brand: its name stands beside theirs."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="spokespeople", verbose_name=_("marque"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="spoken_for", verbose_name=_("membre")
    )
    since = models.DateTimeField(_("depuis"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("porte-parole")
        verbose_name_plural = _("porte-parole")
        ordering = ["brand__slug", "member__handle"]
        default_permissions = ()  # the drop team's one permission covers it
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "member"],
                name="spokesperson_once",
                violation_error_message=_("Cette personne répond déjà pour cette marque."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member.handle}, {self.brand.name}"
