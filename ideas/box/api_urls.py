from django.urls import path

from ideas.box import api

urlpatterns = [
    path("ideas/", api.IdeasView.as_view(), name="ideas"),
    path("ideas/<int:number>/", api.IdeaDetailView.as_view(), name="idea"),
]
