from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class QdefisConfig(AppConfig):
    name = "challenges.qdefis"
    verbose_name = _("Qdéfis")

    def ready(self) -> None:
        """Give the editors their permission."""
        from challenges.qdefis.actions.team import equip_editors

        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_editors, sender=apps.get_app_config("auth"))
