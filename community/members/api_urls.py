from django.urls import path

from community.members import api

urlpatterns = [path("members/<slug:handle>/", api.MemberView.as_view(), name="member")]
