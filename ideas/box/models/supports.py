from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ideas.box.models.ideas import UNDER_WAY, Idea


class SupportQuerySet(models.QuerySet["Support"]):
    def spent(self) -> "SupportQuerySet":
        """Those that count against a member's budget: an idea that has ended gives its supports back."""
        return self.filter(idea__state__in=UNDER_WAY)


class Support(models.Model):
    """A member stands behind an idea, once."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supported", verbose_name=_("idée"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="supports", verbose_name=_("membre")
    )
    at = models.DateTimeField(_("depuis"))

    objects: ClassVar[SupportQuerySet] = SupportQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("soutien")
        verbose_name_plural = _("soutiens")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["idea", "member"], name="support_once")]
        indexes = [models.Index("member", F("at").desc(), name="support_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.idea_id}"
