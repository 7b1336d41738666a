"""How the results of a Qdéfi are shown, and the article that was made of them."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models import Qdefi

SHORTEST, LONGEST = 5, 600  # seconds between two steps
PLACES = (3, 2, 1)  # in the order in which they are shown
STEPS = len(PLACES)  # after the opening, which is step 0


class Ceremony(models.Model):
    """When the podium of a Qdéfi is shown. What is shown when is a function of this row and the time: nothing runs.

    There are always as many steps, whatever the result, so that their number says nothing of it.
    """

    qdefi = models.OneToOneField(Qdefi, models.CASCADE, primary_key=True, related_name="ceremony")
    starts_at = models.DateTimeField(_("début de la cérémonie"))
    seconds = models.PositiveSmallIntegerField(
        _("secondes entre deux places"),
        default=20,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("cérémonie d’un Qdéfi")
        verbose_name_plural = _("cérémonies des Qdéfis")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds__gte=SHORTEST, seconds__lte=LONGEST), name="ceremony_at_a_pace_to_follow"
            )
        ]

    def __str__(self) -> str:
        return str(self.qdefi)

    @property
    def topic(self) -> str:
        """Its name on the wire."""
        return f"ceremony:{self.qdefi.slug}"

    def begins_at(self, counted_at: datetime | None) -> datetime | None:
        """When it begins: at its hour, or when the result was counted if that came later; None while it is not."""
        return None if counted_at is None else max(self.starts_at, counted_at)

    def shown_at(self, step: int, counted_at: datetime | None) -> datetime | None:
        """When a step is shown, from 0, the opening."""
        begins_at = self.begins_at(counted_at)
        return None if begins_at is None else begins_at + step * timedelta(seconds=self.seconds)

    def step(self, counted_at: datetime | None, now: datetime) -> int | None:
        """The last step that is shown at `now`; None before the opening."""
        begins_at = self.begins_at(counted_at)
        if begins_at is None or now < begins_at:
            return None
        return min(STEPS, (now - begins_at) // timedelta(seconds=self.seconds))


class Story(models.Model):
    """The article that was made of a Qdéfi's results; `reference` is the magazine's."""

    qdefi = models.OneToOneField(Qdefi, models.CASCADE, primary_key=True, related_name="story")
    reference = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("récit d’un Qdéfi")
        verbose_name_plural = _("récits des Qdéfis")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.qdefi_id)
