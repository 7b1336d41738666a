from django.urls import path

from community.gatherings import api

urlpatterns = [
    path("gatherings/", api.GatheringsView.as_view(), name="gatherings"),
    path("gatherings/<slug:slug>/", api.GatheringDetailView.as_view(), name="gathering"),
]
