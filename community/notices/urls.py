from django.urls import include, path

from community.notices import views

app_name = "notices"
urlpatterns = [
    path("moi/avis/", views.notices, name="notices"),
    path("moi/avis/reglages/", views.settings, name="settings"),
    path("moi/avis/lus/", views.read_all, name="read_all"),
    path("moi/avis/<int:pk>/", views.notice, name="notice"),
    path("moi/alertes/", views.alerts, name="alerts"),
    path("", include("community.notices.mail.urls")),
]
