from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.pictures.models import Picture
from community.universes.models import Universe
from ideas.box.models import Idea

LONGEST_SLUG = 60
LONGEST_TEXT = 20_000


class CreationState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    PUBLISHED = "published", _("publiée")


class CreationQuerySet(models.QuerySet["Creation"]):
    def public(self) -> "CreationQuerySet":
        """What everybody may know of."""
        return self.filter(state=CreationState.PUBLISHED)


class Creation(models.Model):
    """A product that the house designs with its members, one stage after the other."""

    State = CreationState

    slug = models.SlugField(_("adresse"), max_length=LONGEST_SLUG, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    lead = models.CharField(_("en une phrase"), max_length=240)
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    universe = models.ForeignKey(Universe, models.PROTECT, related_name="creations", verbose_name=_("univers"))
    idea = models.ForeignKey(
        Idea,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="creations",
        verbose_name=_("idée"),
        help_text=_("Celle dont elle vient, s’il y en a une."),
    )
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, editable=False, related_name="+")
    picture_alt = models.CharField(
        _("texte alternatif"), max_length=200, blank=True, help_text=_("Ce que l’image montre, en une phrase.")
    )
    state = models.CharField(
        _("état"), max_length=9, choices=CreationState, default=CreationState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("publiée le"), null=True, editable=False)
    drop_told_at = models.DateTimeField(null=True, editable=False)  # that it became a drop was told, or is about to be

    objects: ClassVar[CreationQuerySet] = CreationQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("création")
        verbose_name_plural = _("créations")
        default_permissions = ()
        permissions = [("manage_creation", _("Mener les créations"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CreationState.DRAFT) | Q(published_at__isnull=False), name="creation_public_since"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == CreationState.DRAFT

    def get_absolute_url(self) -> str:
        return reverse("creations:creation", args=[self.slug])
