from django.urls import path

from community.mail.api import MailEventsView

urlpatterns = [path("mail/events/", MailEventsView.as_view(), name="mail_events")]
