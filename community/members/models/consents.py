from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.members.models.members import Member


class Consent(models.Model):
    """A yes of a member to one purpose, under the words of that day; withdrawn, it stays with both dates."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="consents", verbose_name=_("membre"))
    purpose = models.CharField(_("pour quoi"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version des mots"))
    given_at = models.DateTimeField(_("donné le"), db_default=Now())
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True)

    class Meta:
        verbose_name = _("consentement")
        verbose_name_plural = _("consentements")
        ordering = ["-given_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"], condition=Q(withdrawn_at=None), name="consent_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.purpose}"
