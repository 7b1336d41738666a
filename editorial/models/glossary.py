from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from community.text.folding import fold
from editorial import drawings


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
    drawing = models.CharField(
        _("dessin"), max_length=40, choices=drawings.choices, blank=True, help_text=_("L’un des dessins de la maison.")
    )
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

    def clean(self) -> None:
        """Refuse a French name that leads elsewhere already: in a text, one word leads to one page."""
        super().clean()
        self.synonyms = list({_key(name): name for name in self.synonyms if _key(name) != _key(self.name_fr)}.values())
        taken = {
            _key(name): other
            for other in Term.objects.exclude(pk=self.pk).only("name_fr", "synonyms")
            for name in (other.name_fr, *other.synonyms)
        }
        own = {"name_fr": [self.name_fr], "synonyms": self.synonyms}
        errors = {
            field: [_led_elsewhere(name, taken[_key(name)]) for name in names if _key(name) in taken]
            for field, names in own.items()
        }
        if refused := {field: sentences for field, sentences in errors.items() if sentences}:
            raise ValidationError(refused)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name_fr)
        super().save(*args, **kwargs)


def _key(name: str) -> str:
    """What two ways to type one name share; accents tell « côte » from « cote » and stay."""
    return " ".join(name.casefold().replace("’", "'").split())


def _led_elsewhere(name: str, other: Term) -> str:
    sentence = say(
        "« %(name)s » mène déjà à « %(other)s ». Un mot ne mène qu’à une page : retire-le ici, ou d’abord là-bas."
    )
    return sentence % {"name": name, "other": other.name_fr}


class PlainReader(models.Model):
    """A member who reads without explanations. No row: they are explained."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("membre"), on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.member)


class SetAside(models.Model):
    """A word that an editor found to be no term. It is offered no more."""

    word = models.CharField(_("mot"), max_length=80, primary_key=True)  # folded

    def __str__(self) -> str:
        return self.word


class GlossaryVersion(models.Model):
    """One row whose stamp the database itself renews at each change of a term: a trigger, which no writer forgets.

    What a process keeps of the glossary in memory carries this stamp, so that it is never stale.
    """

    stamp = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="glossary_version_one_row")]

    def __str__(self) -> str:
        return str(self.stamp)
