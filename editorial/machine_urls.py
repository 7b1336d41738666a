"""Addresses without a language, for machines."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from editorial.sitemaps import CafeSitemap, MagazineSitemap
from editorial.views import robots

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"magazine": MagazineSitemap, "cafe": CafeSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
