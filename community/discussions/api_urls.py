from django.urls import path

from community.discussions import api

urlpatterns = [
    path("cafe/tables/", api.TablesView.as_view(), name="cafe_tables"),
    path("cafe/threads/", api.ThreadsView.as_view(), name="cafe_threads"),
    path("cafe/threads/<int:pk>/", api.ThreadDetailView.as_view(), name="cafe_thread"),
    path("cafe/posts/<int:pk>/", api.PostDetailView.as_view(), name="cafe_post"),
]
