"""Addresses without a language, for machines."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from editorial.sitemaps import CafeSitemap, IdeaSitemap, MagazineSitemap
from editorial.views import robots

SITEMAPS = {"magazine": MagazineSitemap, "cafe": CafeSitemap, "ideas": IdeaSitemap}

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
