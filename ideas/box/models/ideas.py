from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.universes.models import Universe

LONGEST_TITLE = 120
LONGEST_LEAD = 220
MOST_CHF = 1_000_000


class IdeaState(models.TextChoices):
    """Where an idea stands on its way. `rules.MOVES` says which way leads from where."""

    PROPOSED = "proposed", _("proposée")
    STUDIED = "studied", _("à l’étude")
    NEGOTIATING = "negotiating", _("en négociation")
    PLANNED = "planned", _("prévue")
    ON_SALE = "on_sale", _("en vente")
    DECLINED = "declined", _("déclinée")
    MERGED = "merged", _("réunie à une autre")


class Visibility(models.TextChoices):
    """Who sees it: everybody, or its author and the house."""

    SHOWN = "shown", _("visible")
    HELD = "held", _("en attente de relecture")
    HIDDEN = "hidden", _("masquée")


UNDER_WAY = (IdeaState.PROPOSED, IdeaState.STUDIED, IdeaState.NEGOTIATING, IdeaState.PLANNED)


class IdeaQuerySet(models.QuerySet["Idea"]):
    def shown(self) -> "IdeaQuerySet":
        """What everybody may know of."""
        return self.filter(visibility=Visibility.SHOWN)

    def under_way(self) -> "IdeaQuerySet":
        """Those that can still become something: they take supports."""
        return self.filter(state__in=UNDER_WAY)


class Idea(models.Model):
    """A product that somebody proposes. Its number is its primary key; `heat` is what "rising" sorts by (rules.py)."""

    State = IdeaState

    title = models.CharField(_("titre"), max_length=LONGEST_TITLE)
    slug = models.SlugField(_("adresse"), max_length=80)
    source = models.TextField(_("pourquoi"))
    html = models.TextField(_("mise en forme"))
    lead = models.CharField(_("début"), max_length=LONGEST_LEAD, blank=True)
    pictures = models.JSONField(_("images"), default=list, blank=True)  # tokens of the pictures it shows
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    universe = models.ForeignKey(Universe, models.PROTECT, related_name="ideas", verbose_name=_("univers"))
    price_from = models.PositiveIntegerField(_("de CHF"), null=True, blank=True)
    price_to = models.PositiveIntegerField(_("à CHF"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="ideas", verbose_name=_("auteur")
    )
    proposed_at = models.DateTimeField(_("proposée le"), db_default=Now())
    key = models.CharField(max_length=32, blank=True, default="")  # of the form: its repeat does nothing
    edits = models.PositiveIntegerField(_("retouches"), default=0)
    edited_at = models.DateTimeField(_("retouchée le"), null=True)
    visibility = models.CharField(_("visibilité"), max_length=6, choices=Visibility, default=Visibility.SHOWN)
    state = models.CharField(_("état"), max_length=11, choices=IdeaState, default=IdeaState.PROPOSED)
    # What the house said last, and when; each answer stands in its Step, too.
    answer = models.TextField(_("réponse officielle"), blank=True, default="")
    answered_at = models.DateTimeField(_("répondu le"), null=True)
    # Never an idea that has itself been merged: who follows it arrives at once.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", verbose_name=_("réunie à")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("suivie par")
    )
    # How many rows of Support it has, and how warm they make it. Written under the idea's lock.
    supports = models.PositiveIntegerField(_("soutiens"), default=0)
    heat = models.FloatField(_("chaleur"))

    objects: ClassVar[IdeaQuerySet] = IdeaQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("idée")
        verbose_name_plural = _("idées")
        default_permissions = ()
        permissions = [("manage_idea", _("Répondre aux idées"))]
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], condition=~Q(key=""), name="idea_key_once"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into__isnull=True),
                name="idea_merged_somewhere",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="idea_never_merged_into_itself"),
            models.CheckConstraint(condition=Q(price_from__lte=F("price_to")), name="idea_price_range"),
        ]
        indexes = [
            # One for each order of the lists, by keyset, and one for the columns of the board.
            models.Index(F("heat").desc(), F("id").desc(), name="idea_rising", condition=Q(visibility="shown")),
            models.Index(F("supports").desc(), F("id").desc(), name="idea_supported", condition=Q(visibility="shown")),
            models.Index(
                F("answered_at").desc(),
                F("id").desc(),
                name="idea_answered",
                condition=Q(visibility="shown", answered_at__isnull=False),
            ),
            models.Index(
                "state",
                F("supports").desc(),
                F("id").desc(),
                name="idea_of_state",
                condition=Q(visibility="shown"),
            ),
            models.Index("author", F("proposed_at").desc(), name="idea_of_author"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shown(self) -> bool:
        return self.visibility == Visibility.SHOWN

    @property
    def is_under_way(self) -> bool:
        """Can it still become something?"""
        return self.state in UNDER_WAY

    @property
    def topic(self) -> str:
        """Its name on the wire."""
        return f"idea:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("box:idea", args=[self.pk, self.slug])
