from django.urls import path, re_path

from drops import api
from drops.codes import PATTERN

urlpatterns = [
    path("drops/", api.ScheduleView.as_view(), name="drops"),
    re_path(rf"^drops/(?P<code>{PATTERN})/$", api.DropStateView.as_view(), name="drop"),
]
