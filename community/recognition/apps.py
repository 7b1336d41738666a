from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecognitionConfig(AppConfig):
    name = "community.recognition"
    verbose_name = _("reconnaissance")

    def ready(self) -> None:
        """Tell profiles, `/moi/` and the bell what we have; the other parts register their reasons and badges here."""
        from community.members.profile import register_honours
        from community.notices.kinds import register_kind
        from community.recognition import belongings, honours, personal, telling  # models are there only now
        from community.recognition.actions.team import equip_editors
        from community.recognition.queries import worn_by

        honours.register()
        belongings.register()
        personal.register()
        register_kind(telling.KIND)
        register_honours("recognition/_worn.html", worn_by)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions are there.
        post_migrate.connect(equip_editors, sender=apps.get_app_config("auth"))
