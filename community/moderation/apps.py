from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "community.moderation"
    verbose_name = _("modération")

    def ready(self) -> None:
        """Say what the moderation tells members and whom it refuses, and listen to the stranger that migrates."""
        from community.moderation import personal
        from community.moderation.actions.team import equip_team
        from community.moderation.queries import writing_refusal
        from community.moderation.telling import KINDS
        from community.notices.kinds import register_kind
        from community.pictures.rules import register_refusal

        personal.register()
        for kind in KINDS:
            register_kind(kind)
        register_refusal(writing_refusal)
        # Apps report in the order of INSTALLED_APPS; when auth does, all permissions of ours and Wagtail's are there.
        post_migrate.connect(equip_team, sender=apps.get_app_config("auth"), dispatch_uid="moderation.equip_team")
