from django.urls import path

from challenges.juries import views

app_name = "juries"

urlpatterns = [
    path("verify_qdefi.py", views.verifier, name="verifier"),
    path("<slug:slug>/result.json", views.result, name="result"),
    path("<slug:slug>/jury/", views.jury, name="jury"),
    path("<slug:slug>/<slug:code>/voix/", views.vote, name="vote"),
    path("<slug:slug>/<slug:code>/jury/", views.judge, name="judge"),
]
