"""The magazine's addresses. Wagtail's pages answer what nothing before them did, so these come last in the house."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from editorial import views
from editorial.feeds import ArticleFeed

urlpatterns = [
    path("glossaire/", views.glossary_index, name="glossary"),
    path("glossaire/dessins.<slug:version>.svg", views.drawings_sheet, name="drawings"),
    path("glossaire/mots-soulignes/", views.explaining, name="explaining"),
    path("glossaire/<slug:slug>/", views.term, name="term"),
    path("marques/<slug:slug>/", views.brand, name="brand"),
    path("articles/feed/", ArticleFeed(), name="article_feed"),
    path("articles/auteurs/<slug:handle>/", views.author, name="author"),
    path("articles/series/<slug:slug>/", views.series, name="series"),
    path("articles/themes/<slug:slug>/", views.theme, name="theme"),
    # Wagtail asks for this name even where its own login is never used: the house has one login.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login"), name="wagtailcore_login"),
    re_path(r"^((?:[\w-]+/)*)$", views.magazine, name="wagtail_serve"),
]
