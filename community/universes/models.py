from django.db import models
from django.utils.translation import gettext_lazy as _


class Universe(models.Model):
    """A vertical of the house with its own face, such as Qlock for watches. Everything can be filtered by it."""

    slug = models.SlugField(_("adresse"), unique=True)
    name = models.CharField(_("nom"), max_length=40, unique=True)
    tagline = models.CharField(_("devise"), max_length=140, blank=True)

    class Meta:
        verbose_name = _("univers")
        verbose_name_plural = _("univers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
