from django.urls import path

from challenges.qdefis import views
from challenges.qdefis.feeds import QdefisFeed

app_name = "qdefis"

urlpatterns = [
    path("", views.qdefis, name="qdefis"),
    path("feed/", QdefisFeed(), name="feed"),
    path("<slug:slug>/", views.qdefi, name="qdefi"),
    path("<slug:slug>/participer/", views.enter, name="enter"),
    path("<slug:slug>/<slug:code>/", views.entry, name="entry"),
    path("<slug:slug>/<slug:code>/modifier/", views.edit, name="edit"),
    path("<slug:slug>/<slug:code>/retirer/", views.withdraw, name="withdraw"),
]
