from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from drops.pictures import PictureField


class Brand(models.Model):  # type: ignore[django-manager-missing]  # modelcluster is untyped, and Watch with it
    """A maker of watches."""

    name = models.CharField(_("nom"), max_length=60, unique=True)
    slug = models.SlugField(_("adresse"), unique=True, max_length=60)
    description = models.TextField(_("description"), blank=True)
    town = models.CharField(_("ville"), max_length=60, blank=True)
    country = models.CharField(_("pays"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("marque")
        verbose_name_plural = _("marques")
        ordering = ["slug"]  # ASCII, so that Éterna stands beside Eterna whatever the database's collation
        default_permissions = ()  # the drop team's one permission covers it

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Town and country, as far as they are known."""
        return ", ".join(part for part in (self.town, self.country) if part)


class Movement(models.TextChoices):
    MANUAL = "manual", _("remontage manuel")
    AUTOMATIC = "automatic", _("remontage automatique")
    QUARTZ = "quartz", _("quartz")


class Watch(ClusterableModel):
    """A watch and its data sheet. A secret until a drop of it opens, so it is no page and no snippet."""

    wagtail_reference_index_ignore = True  # usage reports are open to every editor

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="watches", verbose_name=_("marque"))
    name = models.CharField(_("nom"), max_length=80)
    reference = models.CharField(_("référence"), max_length=40, blank=True)
    statement = models.TextField(_("pourquoi cette montre"), blank=True)
    case_material = models.CharField(_("boîtier"), max_length=80, blank=True)
    diameter_mm = models.DecimalField(_("diamètre (mm)"), max_digits=4, decimal_places=1, null=True, blank=True)
    lug_to_lug_mm = models.DecimalField(_("corne à corne (mm)"), max_digits=4, decimal_places=1, null=True, blank=True)
    thickness_mm = models.DecimalField(_("épaisseur (mm)"), max_digits=4, decimal_places=1, null=True, blank=True)
    movement = models.CharField(_("mouvement"), max_length=12, choices=Movement, default=Movement.AUTOMATIC)
    calibre = models.CharField(_("calibre"), max_length=60, blank=True)
    frequency_vph = models.PositiveIntegerField(
        _("fréquence (alternances par heure)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    power_reserve_h = models.PositiveSmallIntegerField(_("réserve de marche (h)"), null=True, blank=True)
    water_resistance_bar = models.PositiveSmallIntegerField(_("étanchéité (bar)"), null=True, blank=True)
    functions = models.CharField(_("fonctions"), max_length=200, blank=True)
    strap = models.CharField(_("bracelet"), max_length=120, blank=True)
    warranty_months = models.PositiveSmallIntegerField(_("garantie (mois)"), default=24)

    class Meta:
        verbose_name = _("montre")
        verbose_name_plural = _("montres")
        ordering = ["brand__slug", "name"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["brand", "name", "reference"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.brand.name} {self.name}"

    @property
    def hertz(self) -> Decimal | None:
        """Oscillations a second: two alternations make one, 3,600 seconds an hour (28'800 vph are 4 Hz)."""
        return None if self.frequency_vph is None else Decimal(self.frequency_vph) / 7200


class WatchPicture(models.Model):
    """A picture of a watch, kept out of the public media: only a view that asks `visibility` hands it out."""

    wagtail_reference_index_ignore = True

    watch = ParentalKey(Watch, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("montre"))
    file = PictureField(_("image"))
    # Written by the field above while it stores the file, hence declared after it.
    token = models.CharField(max_length=32, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("texte alternatif"), max_length=200, help_text=_("Ce que l’image montre, en une phrase."))
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "position"  # Wagtail's inline panels write the order here

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["position", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.alt
