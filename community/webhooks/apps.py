from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "community.webhooks"
    label = "webhooks"
    verbose_name = _("webhooks")

    def ready(self) -> None:
        """Say what is kept of members, and how the team hears of an endpoint that was switched off."""
        from community.notices.kinds import register_kind
        from community.webhooks import checks, personal, telling  # noqa: F401 -- registers the check
        from community.webhooks.actions.team import equip_editors  # models are there only now

        personal.register()
        register_kind(telling.SWITCHED_OFF)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_editors, sender=apps.get_app_config("auth"))
