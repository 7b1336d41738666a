from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.members.models.members import Member


class Follow(models.Model):
    """A member who wants to hear what another one writes."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="follows", db_index=False)
    followed = models.ForeignKey(Member, models.CASCADE, related_name="followers")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("suivi")
        verbose_name_plural = _("suivis")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~Q(member=F("followed")), name="follow_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.followed}"


class Block(models.Model):
    """A member who wants silence from another one."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="blocks", db_index=False)
    blocked = models.ForeignKey(Member, models.CASCADE, related_name="blocked_by")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("blocage")
        verbose_name_plural = _("blocages")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(member=F("blocked")), name="block_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.member} × {self.blocked}"
