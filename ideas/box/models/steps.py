from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.universes.models import Universe
from ideas.box.models.ideas import LONGEST_TITLE, Idea, IdeaState

LONGEST_REASON = 120


class Step(models.Model):
    """One move of an idea, with what the house said to it. `carried`: so many supports went along in a merge."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="steps", verbose_name=_("idée"))
    left = models.CharField(_("de"), max_length=11, choices=IdeaState)
    reached = models.CharField(_("à"), max_length=11, choices=IdeaState)
    answer = models.TextField(_("réponse officielle"))
    into = models.ForeignKey(Idea, models.PROTECT, null=True, related_name="+", verbose_name=_("réunie à"))
    carried = models.PositiveIntegerField(_("soutiens emportés"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.left} → {self.reached}"


class Revision(models.Model):
    """What an idea said before an edit, who changed it and why, and how many stood behind it then."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="revisions", verbose_name=_("idée"))
    title = models.CharField(_("titre d’avant"), max_length=LONGEST_TITLE)
    source = models.TextField(_("texte d’avant"))
    universe = models.ForeignKey(Universe, models.PROTECT, related_name="+", verbose_name=_("univers"))
    price_from = models.PositiveIntegerField(_("de CHF"), null=True)
    price_to = models.PositiveIntegerField(_("à CHF"), null=True)
    supports = models.PositiveIntegerField(_("soutiens"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"))
    reason = models.CharField(_("raison"), max_length=LONGEST_REASON, blank=True, default="")

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.at:%Y-%m-%d}"


class Note(models.Model):
    """What the team notes for itself about an idea; nobody else reads it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="notes", verbose_name=_("idée"))
    text = models.TextField(_("note"), max_length=2_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("note de l’équipe")
        verbose_name_plural = _("notes de l’équipe")
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.at:%Y-%m-%d}"
