from django.urls import path

from ideas.ballots import api

urlpatterns = [
    path("ballots/<int:pk>/", api.BallotDetailView.as_view(), name="ballot"),
]
