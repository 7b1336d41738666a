from datetime import datetime
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.pictures.models import Picture
from ideas.ballots.models import Ballot
from ideas.creations.models.creations import LONGEST_TEXT, Creation

LONGEST_RULE = 2_000


class Phase(models.TextChoices):
    """Where a stage stands."""

    PLANNED = "planned", _("à venir")  # without a date
    COMING = "coming", _("annoncée")
    OPEN = "open", _("en cours")
    CLOSED = "closed", _("close")  # over, and not handed on yet
    DECIDED = "decided", _("décidée")


class StageQuerySet(models.QuerySet["Stage"]):
    def public(self) -> "StageQuerySet":
        """Those of creations that everybody may know of."""
        return self.filter(creation__state=Creation.State.PUBLISHED)

    def opened_between(self, after: datetime, until: datetime) -> "StageQuerySet":
        """Those that opened after the one moment and until the other, by themselves or by their ballot."""
        own = Q(opens_at__gt=after, opens_at__lte=until)
        of_ballot = Q(ballot__opens_at__gt=after, ballot__opens_at__lte=until, ballot__published_at__isnull=False)
        return self.filter(own | of_ballot)

    def open(self, now: datetime) -> "StageQuerySet":
        """Those that are open, the next to close first."""
        own = Q(opens_at__lte=now, closes_at__gt=now)
        of_ballot = Q(ballot__opens_at__lte=now, ballot__closes_at__gt=now, ballot__published_at__isnull=False)
        ends_at = Coalesce("ballot__closes_at", "closes_at")
        return self.filter(own | of_ballot, decided_at=None).order_by(ends_at, "pk")

    def due(self, now: datetime) -> "StageQuerySet":
        """Those whose ballot is over, so that it says what they hand on. `Stage.is_due` says it exactly."""
        over = Q(ballot__closes_at__lte=now, ballot__published_at__isnull=False, decided_at=None)
        return self.filter(over).exclude(ballot__outcome__winners=[]).order_by("pk")


class Stage(models.Model):
    """A step of a creation. What it will hand on is ruled before it opens, and frozen once it is decided.

    The clock alone moves it; nothing has to run at its hours.
    """

    creation = models.ForeignKey(Creation, models.CASCADE, related_name="stages", verbose_name=_("création"))
    n = models.PositiveSmallIntegerField(_("numéro"), validators=[MinValueValidator(1)], editable=False)
    title = models.CharField(_("titre"), max_length=120)
    text = models.TextField(_("texte"), max_length=LONGEST_TEXT, blank=True, help_text=_("En Markdown, comme au café."))
    opens_at = models.DateTimeField(_("ouverture"), null=True, blank=True)
    closes_at = models.DateTimeField(_("clôture"), null=True, blank=True)
    ballot = models.OneToOneField(
        Ballot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("scrutin"),
        help_text=_("L’étape dure alors ce que dure le scrutin, et n’a pas de dates à elle."),
    )
    hands_on = models.TextField(
        _("ce que l’étape transmet"),
        max_length=LONGEST_RULE,
        blank=True,
        help_text=_("La règle : ce qui passera à l’étape suivante, quoi qu’il arrive. Figée dès l’ouverture."),
    )
    ruled_at = models.DateTimeField(_("règle écrite le"), null=True, editable=False)
    outcome = models.TextField(_("ce qui fut transmis"), max_length=LONGEST_RULE, blank=True, editable=False)
    decided_at = models.DateTimeField(_("décidée le"), null=True, editable=False)
    opening_told_at = models.DateTimeField(null=True, editable=False)  # that it opened was told, or is about to be

    objects: ClassVar[StageQuerySet] = StageQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")
        ordering = ["creation", "n"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["creation", "n"], name="stage_number_once"),
            models.CheckConstraint(condition=Q(n__gte=1), name="stage_number_is_positive"),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None)
                | Q(opens_at__isnull=False, closes_at__isnull=False, closes_at__gt=F("opens_at")),
                name="stage_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | ~Q(hands_on="") & Q(ruled_at__isnull=False, ruled_at__lte=F("opens_at")),
                name="stage_ruled_before_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(ballot=None) | Q(opens_at=None, ruled_at__isnull=False) & ~Q(hands_on=""),
                name="stage_lasts_as_its_ballot",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="")
                | Q(decided_at__isnull=False, ruled_at__isnull=False) & ~Q(outcome=""),
                name="stage_decided_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n}. {self.title}"

    @property
    def starts_at(self) -> datetime | None:
        """Its own opening, or its ballot's once that is published."""
        if self.ballot is None:
            return self.opens_at
        return None if self.ballot.is_draft else self.ballot.opens_at

    @property
    def ends_at(self) -> datetime | None:
        """Its own close, or its ballot's once that is published."""
        if self.ballot is None:
            return self.closes_at
        return None if self.ballot.is_draft else self.ballot.closes_at

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    def has_opened(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now

    def phase(self, now: datetime) -> Phase:
        """Where the stage stands at `now`, by its own facts alone."""
        if self.is_decided:
            return Phase.DECIDED
        if self.starts_at is None or self.ends_at is None:
            return Phase.PLANNED
        if now < self.starts_at:
            return Phase.COMING
        return Phase.OPEN if now < self.ends_at else Phase.CLOSED

    def is_due(self, now: datetime) -> bool:
        """Is its ballot over, so that what it hands on can be read from it, and nobody did?"""
        if self.is_decided or self.ballot is None or self.phase(now) != Phase.CLOSED:
            return False
        return self.ballot.outcome is None or bool(self.ballot.outcome["winners"])

    def get_absolute_url(self) -> str:
        return reverse("creations:stage", args=[self.creation.slug, self.n])


class StagePicture(models.Model):
    """A picture of a stage: sketches, prototypes, the dial under the lamp."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="pictures", verbose_name=_("étape"))
    picture = models.OneToOneField(Picture, models.CASCADE, related_name="+", verbose_name=_("image"))
    alt = models.CharField(_("texte alternatif"), max_length=200)

    class Meta:
        verbose_name = _("image d’une étape")
        verbose_name_plural = _("images d’une étape")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.alt
