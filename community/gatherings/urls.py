from django.urls import path

from community.gatherings import views

app_name = "gatherings"

urlpatterns = [
    path("evenements/", views.gatherings, name="gatherings"),
    path("evenements/evenements.ics", views.public_calendar, name="public_calendar"),
    path("evenements/<slug:slug>.ics", views.gathering_file, name="gathering_file"),
    path("evenements/<slug:slug>/", views.gathering, name="gathering"),
    path("evenements/<slug:slug>/reponse/", views.answer, name="answer"),
    path("agenda/<slug:token>.ics", views.private_calendar, name="private_calendar"),
    path("moi/agenda/", views.agenda, name="agenda"),
]
