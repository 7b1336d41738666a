from django.urls import path

from ideas.ballots import views

app_name = "ballots"

urlpatterns = [
    path("scrutins/verify_tally.py", views.verifier, name="verifier"),
    path("scrutins/<int:pk>/", views.ballot, name="ballot"),
    path("scrutins/<int:pk>/voix/", views.vote, name="vote"),
    path("scrutins/<int:pk>/tally.json", views.tally, name="tally"),
]
