from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.utils.urlpatterns import decorate_urlpatterns

from config import health
from config.manifest import manifest

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("media/", include("config.media")),
    path("atelier/", include("editorial.back_office")),
    path("api/v1/", include("config.api")),
    path("images/", include("community.pictures.urls")),
    path("", include("community.push.machine_urls")),
    path("", include("editorial.machine_urls")),
]

# French carries no prefix; /de/ and /en/ stand before the same paths.
urlpatterns += i18n_patterns(
    *([path("design/", include("config.design"))] if settings.DESIGN_PAGE else []),
    path("comptes/sessions/", RedirectView.as_view(pattern_name="members:devices")),  # instead of allauth's page
    path("comptes/", include(decorate_urlpatterns([path("", include("allauth.urls"))], never_cache))),  # one's own
    path("drops/", include("drops.urls")),
    path("qdefis/", include("challenges.ceremonies.urls")),
    path("qdefis/", include("challenges.juries.urls")),
    path("qdefis/", include("challenges.qdefis.urls")),
    path("creations/", include("ideas.creations.urls")),
    path("", include("ideas.ballots.urls")),
    path("idees/", include("ideas.box.urls")),
    path("", include("community.gatherings.urls")),
    path("", include("community.discussions.urls")),
    path("moderation/", include("community.moderation.urls")),
    path("", include("community.push.urls")),
    path("", include("community.data_rights.urls")),
    path("", include("community.recognition.urls")),
    path("", include("community.notices.urls")),
    path("", include("community.members.urls")),
    path("recherche/", include("community.search.urls")),
    path("", include("editorial.urls")),
    prefix_default_language=False,
)
