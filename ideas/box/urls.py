from django.urls import path

from ideas.box import views
from ideas.box.feeds import BoxFeed, IdeaFeed

app_name = "box"

urlpatterns = [
    path("", views.box, name="box"),
    path("feuille-de-route/", views.roadmap, name="roadmap"),
    path("proposer/", views.propose, name="propose"),
    path("proches/", views.alike, name="alike"),
    path("feed/", BoxFeed(), name="feed"),
    path("<int:number>/", views.numbered, name="numbered"),
    path("<int:number>/soutien/", views.support, name="support"),
    path("<int:number>/suivi/", views.follow, name="follow"),
    path("<int:number>/modifier/", views.edit, name="edit"),
    path("<int:number>/historique/", views.history, name="history"),
    path("<int:number>/feed/", IdeaFeed(), name="idea_feed"),
    path("<int:number>/<slug:slug>/", views.idea, name="idea"),
]
