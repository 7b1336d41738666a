from django.urls import path

from ideas.creations import api

urlpatterns = [
    path("creations/", api.CreationsView.as_view(), name="creations"),
    path("creations/<slug:slug>/", api.CreationDetailView.as_view(), name="creation"),
]
