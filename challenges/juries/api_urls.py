from django.urls import path

from challenges.juries import api

urlpatterns = [
    path("qdefis/<slug:slug>/result/", api.ResultView.as_view(), name="qdefi_result"),
]
