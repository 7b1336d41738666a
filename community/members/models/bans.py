from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.members.models.members import Member


class Ban(models.Model):
    """A member kept out, by whom, why and until when; the row stays as the record when the ban is lifted or over."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="bans", verbose_name=_("membre"))
    reason = models.CharField(_("motif"), max_length=300)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name=_("décidé par"))
    at = models.DateTimeField(_("depuis"), db_default=Now())
    until = models.DateTimeField(_("jusqu’au"), null=True)  # empty: for good
    lifted_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name=_("levé par"))
    lifted_at = models.DateTimeField(_("levé le"), null=True)

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(lifted_at=None), name="ban_one_in_force_a_member"
            )
        ]
        indexes = [models.Index(fields=["until"], condition=models.Q(lifted_at=None), name="ban_to_lapse")]

    def __str__(self) -> str:
        return f"{self.member}: {self.reason}"
