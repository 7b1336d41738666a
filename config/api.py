"""The API's addresses: each part brings its own, and the description of all of them stands beside."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

parts = [
    path("", include("ideas.ballots.api_urls")),
    path("", include("community.gatherings.api_urls")),
    path("", include("community.discussions.api_urls")),
    path("", include("community.mail.api_urls")),
    path("", include("community.members.api_urls")),
    path("", include("community.recognition.api_urls")),
    path("", include("community.search.api_urls")),
    path("", include("ideas.creations.api_urls")),
    path("", include("drops.api_urls")),
    path("", include("challenges.juries.api_urls")),
    path("", include("challenges.qdefis.api_urls")),
    path("", include("editorial.api_urls")),
    path("", include("ideas.box.api_urls")),
]

app_name = "api"
urlpatterns = [
    path(
        "openapi.json",
        SpectacularJSONAPIView.as_view(patterns=[path("api/v1/", include(parts))]),
        name="openapi",
    ),
    *parts,
]
