from django.urls import path

from community.recognition import api

urlpatterns = [
    path("badges/", api.BadgesView.as_view(), name="badges"),
    path("leaderboard/", api.LeaderboardView.as_view(), name="leaderboard"),
]
