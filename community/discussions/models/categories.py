from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A table of the café: what is talked about there, and in which universe."""

    class Kind(models.TextChoices):
        TALK = "talk", _("sujets")
        QUESTIONS = "questions", _("questions, avec une meilleure réponse")
        BOTH = "both", _("sujets et questions")
        NEWS = "news", _("annonces : la maison ouvre les sujets")

    universe = models.ForeignKey("universes.Universe", models.PROTECT, verbose_name=_("univers"))
    slug = models.SlugField(_("adresse"), unique=True)
    kind = models.CharField(_("genre"), max_length=10, choices=Kind, default=Kind.TALK)
    name_fr = models.CharField(_("nom en français"), max_length=40)
    name_de = models.CharField(_("nom en allemand"), max_length=40)
    name_en = models.CharField(_("nom en anglais"), max_length=40)
    description_fr = models.CharField(_("description en français"), max_length=160)
    description_de = models.CharField(_("description en allemand"), max_length=160)
    description_en = models.CharField(_("description en anglais"), max_length=160)
    # Empty: a new topic begins in the language of who opens it.
    language = models.CharField(
        _("langue des sujets"), max_length=2, choices=settings.LANGUAGES, blank=True, default=""
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("table du café")
        verbose_name_plural = _("tables du café")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name_fr

    @property
    def name(self) -> str:
        """The name in the language being spoken."""
        return self._in_spoken_language("name")

    @property
    def description(self) -> str:
        """The description in the language being spoken."""
        return self._in_spoken_language("description")

    def _in_spoken_language(self, field: str) -> str:
        return getattr(self, f"{field}_{(get_language() or 'fr')[:2]}", getattr(self, f"{field}_fr"))

    def get_absolute_url(self) -> str:
        return reverse("discussions:category", args=[self.slug])
