from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "community.mail"
    verbose_name = _("courrier")

    def ready(self) -> None:
        from community.mail import personal  # models are there only now

        personal.register()
