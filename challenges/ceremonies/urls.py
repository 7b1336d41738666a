from django.urls import path

from challenges.ceremonies import views

app_name = "ceremonies"

urlpatterns = [
    path("<slug:slug>/ceremonie/", views.ceremony, name="ceremony"),
    path("<slug:slug>/carte.jpg", views.card, name="card"),
    path("<slug:slug>/<slug:code>/carte.jpg", views.winner_card, name="winner_card"),
]
