from django.urls import path

from community.recognition import views

app_name = "recognition"
urlpatterns = [
    path("distinctions/", views.distinctions, name="distinctions"),
    path("distinctions/<slug:slug>/", views.distinction, name="distinction"),
    path("classements/", views.leaderboard, name="leaderboard"),
    path("moi/points/", views.ledger, name="ledger"),
    path("moi/points/discretion/", views.discretion, name="discretion"),
]
