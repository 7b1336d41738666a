from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.text.folding import fold


class Category(models.TextChoices):
    """Where in a watch, or in its trade, a term belongs."""

    MOVEMENT = "mouvement", _("Mouvement")
    CASE = "boitier", _("Boîtier")
    DIAL = "cadran", _("Cadran")
    DISPLAY = "affichage", _("Affichage")
    FINISHING = "finitions", _("Finitions")
    COMPLICATION = "complications", _("Complications")
    MATERIAL = "materiaux", _("Matériaux")
    TRADE = "commerce", _("Commerce")


class Term(models.Model):
    """An entry of the glossary: one notion, named in three languages, explained in a line and in a page."""

    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    category = models.CharField(_("catégorie"), max_length=20, choices=Category)
    name_fr = models.CharField(_("nom"), max_length=80, unique=True)
    name_de = models.CharField(_("nom allemand"), max_length=80)
    name_en = models.CharField(_("nom anglais"), max_length=80)
    synonyms = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("autres noms"),
        default=list,
        blank=True,
        help_text=_("Séparés par des virgules. Ils mènent à la même page, dans les textes comme dans la recherche."),
    )
    short_fr = models.CharField(
        _("définition courte"), max_length=240, help_text=_("Une phrase : elle s’affiche au survol, dans les textes.")
    )
    short_de = models.CharField(_("définition courte en allemand"), max_length=240, blank=True)
    short_en = models.CharField(_("définition courte en anglais"), max_length=240, blank=True)
    long_fr = models.TextField(_("définition"), help_text=_("Une ligne vide sépare les paragraphes."))
    related = models.ManyToManyField("self", verbose_name=_("termes voisins"), blank=True)
    sort_key = models.CharField(max_length=160, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    class Meta:
        verbose_name = _("terme")
        verbose_name_plural = _("termes")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name_fr

    @property
    def names(self) -> list[str]:
        """Each name that leads here, in any language."""
        return [self.name_fr, self.name_de, self.name_en, *self.synonyms]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name_fr)
        super().save(*args, **kwargs)


class GlossaryVersion(models.Model):
    """One row whose stamp the database itself renews at each change of a term: a trigger, which no writer forgets.

    What a process keeps of the glossary in memory carries this stamp, so that it is never stale.
    """

    stamp = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="glossary_version_one_row")]

    def __str__(self) -> str:
        return str(self.stamp)
