"""What browsers fetch by themselves: in no language."""

from django.urls import path

from community.push import views

urlpatterns = [
    path("sw.js", views.service_worker, name="service_worker"),
    path("alertes/renouvellement/", views.renewal, name="renewal"),
    path("alertes/entendu/<str:token>/", views.heard, name="heard"),
]
