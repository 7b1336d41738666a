from django.urls import path

from drops import views

app_name = "drops"
urlpatterns = [
    path("", views.schedule, name="schedule"),
    path("moment/", views.moment, name="moment"),  # no code is written in small letters
    path("<slug:code>/", views.drop, name="drop"),
    path("<slug:code>/offre/", views.offer, name="offer"),
    path("<slug:code>/place/", views.place, name="place"),
    path("<slug:code>/place/confirmer/", views.confirm, name="confirm"),
    path("<slug:code>/place/rendre/", views.withdraw, name="withdraw"),
    path("<slug:code>/proof.json", views.proof, name="proof"),
    path("<slug:code>/images/<slug:token>-<int:width>.<slug:kind>", views.picture, name="picture"),
]
