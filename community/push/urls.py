from django.urls import path

from community.push import views

app_name = "push"
urlpatterns = [
    path("moi/alertes/appareils/", views.devices, name="devices"),
    path("moi/alertes/appareils/<int:pk>/", views.device, name="device"),
    path("moi/alertes/appareils/<int:pk>/essai/", views.trial, name="trial"),
]
