import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.pictures.models import Picture
from community.universes.models import Universe

MOST_GUESTS = 9  # a member may be allowed to bring
MOST_SEATS = 10_000
LONGEST_SLUG = 60  # it is a key on the wire, too
LONGEST_TEXT = 20_000


class GatheringState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publié")
    CANCELLED = "cancelled", _("annulé")


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def public(self) -> "GatheringQuerySet":
        """What everybody may know of: published, and cancelled after that."""
        return self.exclude(state=GatheringState.DRAFT)

    def coming(self, now: datetime) -> "GatheringQuerySet":
        """Those that are not over, the next one first."""
        return self.public().filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> "GatheringQuerySet":
        """Those that are over, the latest first."""
        return self.public().filter(ends_at__lte=now).order_by("-starts_at", "-pk")


class Gathering(models.Model):
    """An evening, a barbecue, a workshop of the house: where and when one meets, and how many fit in."""

    State = GatheringState

    slug = models.SlugField(_("adresse"), max_length=LONGEST_SLUG, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    summary = models.CharField(_("en une phrase"), max_length=200)
    text = models.TextField(_("texte"), max_length=LONGEST_TEXT, blank=True, help_text=_("En Markdown, comme au café."))
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    universe = models.ForeignKey(Universe, models.PROTECT, related_name="gatherings", verbose_name=_("univers"))
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("lieu"), max_length=120)
    address = models.CharField(_("adresse postale"), max_length=200)
    directions = models.TextField(
        _("comment venir"),
        max_length=2_000,
        blank=True,
        help_text=_("La gare, le bus, le portail à pousser : le plan en mots. En Markdown, comme au café."),
    )
    capacity = models.PositiveIntegerField(
        _("places"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)], help_text=_("Invités compris.")
    )
    guests_per_member = models.PositiveSmallIntegerField(
        _("invités par membre"), default=0, validators=[MaxValueValidator(MOST_GUESTS)]
    )
    rsvp_until = models.DateTimeField(_("réponses jusqu’au"))
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, editable=False, related_name="+")
    picture_alt = models.CharField(
        _("texte alternatif"), max_length=200, blank=True, help_text=_("Ce que l’image montre, en une phrase.")
    )
    state = models.CharField(
        _("état"), max_length=9, choices=GatheringState, default=GatheringState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("publié le"), null=True, editable=False)
    cancelled_reason = models.CharField(_("motif de l’annulation"), max_length=200, blank=True, editable=False)
    # People who have a seat and people in the waiting line, guests included, and the last place given out in that
    # line. Written under the gathering's lock.
    seats = models.PositiveIntegerField(_("places prises"), default=0, editable=False)
    waiting = models.PositiveIntegerField(_("personnes en attente"), default=0, editable=False)
    last_place = models.PositiveIntegerField(default=0, editable=False)
    # What calendars ask of an event: a name for good, and how often and when it was changed since it is public.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(_("revu le"), db_default=Now(), editable=False)

    objects: ClassVar[GatheringQuerySet] = GatheringQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        default_permissions = ()
        permissions = [
            ("manage_gathering", _("Organiser les événements")),
            ("view_guests", _("Lire la liste de qui vient")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(seats__lte=F("capacity")), name="gathering_never_overbooked"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(rsvp_until__lte=F("starts_at")), name="gathering_answers_before"),
            models.CheckConstraint(condition=Q(guests_per_member__lte=MOST_GUESTS), name="gathering_few_guests"),
        ]
        indexes = [models.Index(fields=["starts_at"], condition=~Q(state="draft"), name="gathering_programme")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == GatheringState.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == GatheringState.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.state == GatheringState.CANCELLED

    @property
    def free(self) -> int:
        """Seats that nobody has."""
        return self.capacity - self.seats

    @property
    def topic(self) -> str:
        """Its name on the wire."""
        return f"gathering:{self.slug}"

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def takes_answers(self, now: datetime) -> bool:
        """Can somebody still say yes?"""
        return self.is_published and now < self.rsvp_until

    def get_absolute_url(self) -> str:
        return reverse("gatherings:gathering", args=[self.slug])
