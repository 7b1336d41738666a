from django.urls import path

from ideas.creations import views
from ideas.creations.feeds import CreationFeed

app_name = "creations"

urlpatterns = [
    path("", views.creations, name="creations"),
    path("<slug:slug>/", views.creation, name="creation"),
    path("<slug:slug>/feed/", CreationFeed(), name="feed"),
    path("<slug:slug>/suivi/", views.following, name="following"),
    path("<slug:slug>/generique/", views.credit, name="credit"),
    path("<slug:slug>/<int:n>/", views.stage, name="stage"),
    path("<slug:slug>/<int:n>/tally.json", views.tally, name="tally"),
]
