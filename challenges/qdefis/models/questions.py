from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models.qdefis import Qdefi

FEWEST_CHOICES, MOST_CHOICES = 2, 6


class Question(models.Model):
    """A question of a quiz. `right` is the place of the right choice, from 0; secret until the results."""

    qdefi = models.ForeignKey(Qdefi, models.CASCADE, related_name="questions", verbose_name=_("Qdéfi"))
    text = models.CharField(_("question"), max_length=240)
    choices = ArrayField(models.CharField(max_length=160), verbose_name=_("réponses"))
    right = models.PositiveSmallIntegerField(_("la bonne"))
    why = models.CharField(_("pourquoi"), max_length=400, blank=True, help_text=_("Montré avec les résultats."))

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(choices__len__gte=FEWEST_CHOICES, choices__len__lte=MOST_CHOICES),
                name="question_of_two_to_six_choices",
            ),
            models.CheckConstraint(condition=Q(right__lt=F("choices__len")), name="question_has_a_right_choice"),
        ]

    def __str__(self) -> str:
        return self.text
