from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "community.notices"
    verbose_name = _("avis")

    def ready(self) -> None:
        """Tell the wire our topic, the account what is a member's here, and offer the way by mail."""
        from community.members.consents import register_purpose
        from community.notices import belongings, mail, personal
        from community.notices.consents import DIGEST_CONSENT
        from community.notices.health import app_card, register_health
        from community.notices.kinds import APP
        from community.notices.live import MeTopic  # models are there only now
        from realtime.topics import register

        belongings.register()
        personal.register()
        register_purpose(DIGEST_CONSENT)
        register_health(APP, app_card)
        mail.register()
        register(MeTopic())
