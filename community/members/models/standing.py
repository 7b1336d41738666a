from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.members.models.members import Member
from community.members.trust import WINDOW, TrustLevel

NO_DAYS = "0" * WINDOW


class Days(models.Field):
    """The last `WINDOW` days as PostgreSQL's bit string, the youngest day on the right; 1 is a day seen."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 -- Django's signature
        return f"bit({WINDOW})"


class Activity(models.Model):
    """What a member has done here, counted; one row each, raised by one statement."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="activity")
    days = models.PositiveIntegerField(default=0)
    last_day = models.DateField(null=True)
    window = Days(default=NO_DAYS)  # the days up to `last_day`
    read = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    liked = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    upheld = models.PositiveIntegerField(default=0)  # flags against the member that the team found right
    upheld_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("activité")
        verbose_name_plural = _("activités")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.member}: {self.days}"


class Nomination(models.Model):
    """A level the house speaks up for, by whom and why; the row stays as the record when it is ended."""

    LEVELS = [(level.value, level.label) for level in (TrustLevel.MEMBER, TrustLevel.GUIDE)]

    member = models.ForeignKey(Member, models.CASCADE, related_name="nominations", verbose_name=_("membre"))
    level = models.PositiveSmallIntegerField(_("confiance"), choices=LEVELS)
    reason = models.CharField(_("motif"), max_length=300)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name=_("décidé par"))
    at = models.DateTimeField(_("depuis"), db_default=Now())
    ended_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", verbose_name=_("retiré par"))
    ended_at = models.DateTimeField(_("retiré le"), null=True)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-at"]
        default_permissions = ("add",)
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at=None), name="nomination_one_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.reason}"
