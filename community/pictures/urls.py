from django.urls import path

from community.pictures import views

app_name = "pictures"
urlpatterns = [
    path("", views.take, name="take"),
    path("<slug:token>-<int:width>.<slug:kind>", views.picture, name="picture"),
]
