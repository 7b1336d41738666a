from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Stance(models.TextChoices):
    """How closely a member follows a thread or a table."""

    MUTED = "muted", _("En sourdine")
    NORMAL = "normal", _("Normal")
    TRACKING = "tracking", _("Suivi")
    WATCHING = "watching", _("Surveillé")


class Reading(models.Model):
    """How far a member has read a thread, and how closely they follow it."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings", verbose_name=_("membre")
    )
    thread = models.ForeignKey("discussions.Thread", models.CASCADE, related_name="readings", verbose_name=_("sujet"))
    number = models.PositiveIntegerField(_("lu jusqu’au numéro"), default=0)
    at = models.DateTimeField(_("lu le"), db_default=Now())
    # Empty: not chosen, so as the thread's table is followed.
    stance = models.CharField(_("suivi"), max_length=8, choices=Stance, blank=True, default="")

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="reading_once")]
        indexes = [
            models.Index("thread", "stance", name="reading_by_stance"),
            models.Index("member", F("at").desc(), name="reading_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.thread_id}#{self.number}"


class CategoryStance(models.Model):
    """How closely a member follows a whole table; a thread's own stance goes before it."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="category_stances", verbose_name=_("membre")
    )
    category = models.ForeignKey(
        "discussions.Category", models.CASCADE, related_name="stances", verbose_name=_("table")
    )
    stance = models.CharField(_("suivi"), max_length=8, choices=Stance, default=Stance.NORMAL)

    class Meta:
        verbose_name = _("suivi d’une table")
        verbose_name_plural = _("suivis des tables")
        constraints = [models.UniqueConstraint(fields=["member", "category"], name="category_stance_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.category_id} {self.stance}"
