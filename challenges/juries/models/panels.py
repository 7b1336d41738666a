from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from challenges.juries.models.judgings import Judging
from challenges.qdefis.models import Entry, JuryMethod

LONGEST_NOTE = 2_000


class JurorQuerySet(models.QuerySet["Juror"]):
    def sitting(self) -> "JurorQuerySet":
        """Those who judge; who was replaced is not among them."""
        return self.filter(left_at=None)


class Juror(models.Model):
    """Somebody of the jury of one Qdéfi; `successor` took the place of who left."""

    judging = models.ForeignKey(Judging, models.CASCADE, related_name="jurors", verbose_name=_("jugement"))
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("membre"))
    named_at = models.DateTimeField(_("nommé le"), db_default=Now())
    left_at = models.DateTimeField(_("remplacé le"), null=True, editable=False)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="predecessors", verbose_name=_("remplaçant")
    )

    objects: ClassVar[JurorQuerySet] = JurorQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("juré")
        verbose_name_plural = _("jurés")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["judging", "member"], name="juror_once")]

    def __str__(self) -> str:
        return str(self.member)


class JuryRound(models.Model):
    """A round of a jury. `keeps` entries go on from a first one of yes and no; 0: it decides."""

    judging = models.ForeignKey(Judging, models.CASCADE, related_name="rounds", verbose_name=_("jugement"))
    n = models.PositiveSmallIntegerField(_("tour"))
    method = models.CharField(_("méthode"), max_length=6, choices=JuryMethod)
    keeps = models.PositiveSmallIntegerField(default=0)
    field = ArrayField(models.BigIntegerField(), null=True)  # the entries that came this far; None: all that stand
    opened_at = models.DateTimeField(_("ouvert le"))
    closed_at = models.DateTimeField(_("clos le"), null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tour d’un jury")
        verbose_name_plural = _("tours d’un jury")
        ordering = ["judging", "n"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["judging", "n"], name="jury_round_once")]

    def __str__(self) -> str:
        return str(self.n)


class Mark(models.Model):
    """What a juror gave an entry in a round: 0 or 1 for no and yes, or 1 to 5 stars."""

    round = models.ForeignKey(JuryRound, models.CASCADE, related_name="marks", verbose_name=_("tour"))
    juror = models.ForeignKey(Juror, models.CASCADE, related_name="marks", verbose_name=_("juré"))
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", verbose_name=_("participation"))
    mark = models.PositiveSmallIntegerField(_("note"))
    at = models.DateTimeField(_("donnée le"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note d’un juré")
        verbose_name_plural = _("notes des jurés")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["round", "juror", "entry"], name="jury_mark_once"),
            models.CheckConstraint(condition=Q(mark__lte=5), name="jury_mark_of_five"),
        ]

    def __str__(self) -> str:
        return str(self.mark)


class Note(models.Model):
    """What a juror writes down of an entry, for themselves alone."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="notes", verbose_name=_("juré"))
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", verbose_name=_("participation"))
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mémo d’un juré")
        verbose_name_plural = _("mémos des jurés")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["juror", "entry"], name="jury_note_once")]

    def __str__(self) -> str:
        return self.text


class Conflict(models.Model):
    """A juror steps back from an entry: they know whose it is, or have a part in it. Their own need no row."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="conflicts", verbose_name=_("juré"))
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", verbose_name=_("participation"))
    at = models.DateTimeField(_("déclaré le"), db_default=Now())

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("récusation")
        verbose_name_plural = _("récusations")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["juror", "entry"], name="jury_conflict_once")]

    def __str__(self) -> str:
        return f"{self.juror_id} {self.entry_id}"
