from django.urls import path

from editorial import api

urlpatterns = [
    path("terms/", api.TermsView.as_view(), name="terms"),
    path("terms/<slug:slug>/", api.TermDetailView.as_view(), name="term"),
]
