from django.urls import path

from challenges.qdefis import api

urlpatterns = [
    path("qdefis/", api.QdefisView.as_view(), name="qdefis"),
    path("qdefis/<slug:slug>/", api.QdefiDetailView.as_view(), name="qdefi"),
    path("qdefis/<slug:slug>/entries/", api.EntriesView.as_view(), name="qdefi_entries"),
    path("qdefis/<slug:slug>/entries/<slug:code>/", api.EntryView.as_view(), name="qdefi_entry"),
]
