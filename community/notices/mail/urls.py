from django.urls import path

from community.notices.mail import views

urlpatterns = [
    path("avis/desabonner/<str:ticket>/", views.unsubscribe, name="unsubscribe"),
    path("moi/alertes/mail/", views.send_control, name="send_control"),
    path("avis/adresse/<str:proof>/", views.mail_proof, name="mail_proof"),
]
